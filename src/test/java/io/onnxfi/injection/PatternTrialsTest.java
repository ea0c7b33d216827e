package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn of places comes from seed, trial and fault alone. */
class PatternTrialsTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(4);
  private static final List<String> SITES =
      List.of("channel-scatter:30", "skip-4:2,50", "shattered:4,50,50", "winograd-thread");

  @TempDir private Path folder;

  private PlacedTrials trials(List<String> rows, long seed) throws IOException {
    Path file = folder.resolve("list.csv");
    Files.writeString(
        file, "Injection,Layer,TensorIndex,Bit,Model,Site\n" + String.join("\n", rows) + "\n");
    FaultList list = FaultList.read(file);
    return PlacedTrials.of(
        MODEL, new FaultResolver(MODEL), list, new BitFlip(), Ranges.UNKNOWN, seed);
  }

  private static List<String> rows(String model) {
    List<String> rows = new ArrayList<>();
    for (int trial = 0; trial < 40; trial++) {
      rows.add(
          "%d,conv1,\"(2, 3, 1)\",,%s,\"activation/%s\""
              .formatted(trial, model, SITES.get(trial % SITES.size())));
    }
    return rows;
  }

  /** What a trial makes of ones. */
  private static List<Float> outcome(PlacedTrials trials, int trial) {
    Shape shape = Shape.of(1, 16, 16, 16);
    float[] ones = new float[(int) shape.size()];
    Arrays.fill(ones, 1);
    Tensor value = Tensor.ofFloats(shape, ones);
    trials.get(trial).values().forEach(edit -> edit.applyTo(value, 0));
    List<Float> all = new ArrayList<>();
    for (float element : value.toFloatArray()) {
      all.add(element);
    }
    return all;
  }

  @Test
  void shouldNotDependOnOtherTrialsNorOnTheirOrder() throws IOException {
    List<String> rows = rows("\"random:-1,1\"");
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    PlacedTrials inOrder = trials(rows, 5);
    PlacedTrials other = trials(shuffled.subList(0, 20), 5);
    PlacedTrials seeded = trials(rows, 6);
    int moved = 0;
    for (int i = 0; i < 20; i++) {
      int trial = rows.indexOf(shuffled.get(i));
      assertThat(outcome(other, i)).isEqualTo(outcome(inOrder, trial));
      moved += outcome(seeded, trial).equals(outcome(inOrder, trial)) ? 0 : 1;
    }
    assertThat(moved).isEqualTo(20);
  }

  /** Each fault of a trial has its place, and no fault model draws differently for it. */
  @Test
  void shouldDrawEachPlaceForItself() throws IOException {
    String scattered = "0,conv1,\"(2, 3, 1)\",,zero,activation/channel-scatter:30";
    String noise = "0,conv1,\"(0, 0, 0)\",,\"random:-1,1\",activation/channel";
    List<Float> alone = outcome(trials(List.of(noise), 5), 0);
    List<Float> beside = outcome(trials(List.of(scattered, noise), 5), 0);
    assertThat(beside.subList(0, 256)).isEqualTo(alone.subList(0, 256));

    Set<List<Float>> places = new HashSet<>();
    for (int fault = 0; fault < 5; fault++) {
      List<String> rows = new ArrayList<>(Collections.nCopies(fault, noise));
      rows.add(scattered);
      places.add(outcome(trials(rows, 5), 0).subList(512, 768));
    }
    assertThat(places).hasSize(5);
  }
}
