package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.NumpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small detector under faults, against boxes that are matched here in plain code. */
class BoxReplayTest {
  private static final int SAMPLES = 22;
  private static final int BATCH = 5;
  private static final int PLACES = 3;
  private static final List<String> BACKENDS = List.of("ort", "djl");
  private static final int[][] FLIPS = {{0, 0, 30}, {0, 1, 31}, {1, 2, 28}, {1, 7, 30}, {1, 3, 1}};

  @TempDir private Path folder;
  private Path model;
  private Path faults;
  private Path inputs;

  /** Features {@code [n, 4]} to boxes {@code [n, 3, 4]}, scores and classes {@code [n, 3]}. */
  private static OnnxModel detector(int... flip) {
    GraphBuilder graph = new GraphBuilder("detector", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4);
    for (int layer = 0; layer < 2; layer++) {
      Tensor weight = Graphs.random(layer + 1, 4, layer == 0 ? 4 : 6 * PLACES);
      if (flip.length > 0 && flip[0] == layer) {
        weight.putBits(flip[1], weight.bits(flip[1]) ^ 1L << flip[2]);
      }
      graph.initializer("w" + layer, weight);
    }
    graph.initializer(
        "rest",
        Tensor.ofFloats(
            Shape.of(1, PLACES, 6), 0, 0, 5, 5, 1, 0, 9, 9, 15, 15, 1, 1, 20, 0, 26, 6, 1, 1));
    graph.initializer("places", Tensor.ofLongs(Shape.of(3), -1, PLACES, 6));
    graph.initializer("last", Tensor.ofLongs(Shape.of(1), 2));
    graph.node("MatMul", List.of("x", "w0"), "hidden");
    graph.node("Relu", List.of("hidden"), "shown");
    graph.node("MatMul", List.of("shown", "w1"), "flat");
    graph.node("Reshape", List.of("flat", "places"), "apart");
    graph.node("Add", List.of("apart", "rest"), "all");
    slice(graph, "all", "boxes", 0, 4);
    slice(graph, "all", "score", 4, 5);
    slice(graph, "all", "class", 5, 6);
    graph.node("Squeeze", List.of("score", "last"), "scores");
    graph.node("Squeeze", List.of("class", "last"), "kind");
    graph.node("Round", List.of("kind"), "labels");
    graph.output("boxes", ElementType.FLOAT, ValueInfo.DYNAMIC, PLACES, 4);
    graph.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, PLACES);
    return graph.output("labels", ElementType.FLOAT, ValueInfo.DYNAMIC, PLACES).build();
  }

  private static void slice(GraphBuilder graph, String from, String to, long begin, long end) {
    String first = graph.initializer(to + ".from", Tensor.ofLongs(Shape.of(1), begin));
    String behind = graph.initializer(to + ".to", Tensor.ofLongs(Shape.of(1), end));
    graph.node("Slice", List.of(from, first, behind, "last"), to);
  }

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("detector.onnx");
    detector().save(model);
    List<String> lines = new ArrayList<>(List.of("Injection,Layer,TensorIndex,Bit"));
    for (int i = 0; i < FLIPS.length; i++) {
      int width = FLIPS[i][0] == 0 ? 4 : 6 * PLACES;
      lines.add(
          "%d,w%d,\"(%d, %d)\",%d"
              .formatted(i, FLIPS[i][0], FLIPS[i][1] / width, FLIPS[i][1] % width, FLIPS[i][2]));
    }
    faults = Files.write(folder.resolve("faults.csv"), lines);
    inputs = NumpyBytes.write(folder.resolve("x.npy"), NumpyBytes.of(samples()));
  }

  private static Tensor samples() {
    return Graphs.random(5, SAMPLES, 4);
  }

  private Path replay(String name, Object... more) {
    return replay(name, new StringBuilder(), more);
  }

  private Path replay(String name, StringBuilder said, Object... more) {
    Path run = folder.resolve(name);
    Object[] base = {
      "replay", "--model", model, "--faults", faults, "--inputs", inputs, "--out", run
    };
    Object[] judged = {"--judge", "boxes", "--batch", BATCH};
    Cli.Result result = Cli.run(Cli.join(base, Cli.join(judged, more)));
    assertThat(result.code()).as(result.err()).isZero();
    said.append(result.out());
    return run;
  }

  /** A box of an answer. */
  private record Box(List<Float> corners, float score, float kind) {
    /** Also a box without an area shares all with itself. */
    double shared(Box other) {
      if (corners.equals(other.corners)) {
        return 1;
      }
      double area = size(other, 0) * size(other, 1);
      double union = size(this, 0) * size(this, 1) + other.size(other, 0) * other.size(other, 1);
      return area / (union - area);
    }

    /** How far both reach in common along an axis. */
    private double size(Box other, int axis) {
      double from = Math.max(corners.get(axis), other.corners.get(axis));
      return Math.max(0, Math.min(corners.get(axis + 2), other.corners.get(axis + 2)) - from);
    }
  }

  private static List<List<Box>> boxes(String backend, int... flip) {
    List<List<Box>> boxes = new ArrayList<>();
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(detector(flip))) {
      for (int from = 0; from < SAMPLES; from += BATCH) {
        List<float[]> answer =
            session.run(List.of(samples().slice(from, Math.min(SAMPLES, from + BATCH)))).stream()
                .map(Tensor::toFloatArray)
                .toList();
        for (int i = 0; i < answer.get(1).length; i += PLACES) {
          boxes.add(
              IntStream.range(i, i + PLACES)
                  .filter(at -> answer.get(1)[at] >= 0.5)
                  .mapToObj(
                      at ->
                          new Box(corners(answer.get(0), at), answer.get(1)[at], answer.get(2)[at]))
                  .toList());
        }
      }
    }
    return boxes;
  }

  private static List<Float> corners(float[] boxes, int at) {
    return IntStream.range(4 * at, 4 * at + 4).mapToObj(i -> boxes[i]).toList();
  }

  /** Images with lost, new and moved boxes, then such boxes. */
  private static long[] counted(List<List<Box>> golden, List<List<Box>> faulty) {
    long[] counts = new long[6];
    for (int image = 0; image < SAMPLES; image++) {
      List<Box> left = new ArrayList<>(golden.get(image));
      long[] own = new long[3];
      for (Box box :
          faulty.get(image).stream()
              .sorted(Comparator.comparingDouble((Box b) -> b.score()).reversed())
              .toList()) {
        List<Box> like =
            left.stream()
                .filter(other -> other.kind() == box.kind() && other.shared(box) >= 0.5)
                .sorted(Comparator.comparingDouble((Box other) -> other.shared(box)).reversed())
                .toList();
        if (like.isEmpty()) {
          own[1]++;
        } else {
          left.remove(like.get(0));
          own[2] += like.get(0).corners().equals(box.corners()) ? 0 : 1;
        }
      }
      own[0] = left.size();
      for (int kind = 0; kind < 3; kind++) {
        counts[kind] += Math.min(1, own[kind]);
        counts[kind + 3] += own[kind];
      }
    }
    return counts;
  }

  private static List<String> ends(Path run, String backend) throws IOException {
    return Files.readAllLines(run.resolve("outcomes-%s.csv".formatted(backend))).stream()
        .map(line -> line.split(","))
        .map(cells -> String.join(",", Arrays.copyOfRange(cells, cells.length - 6, cells.length)))
        .toList();
  }

  @Test
  void shouldCountLostNewAndMovedBoxesPerFaultAndInAll() throws IOException {
    StringBuilder said = new StringBuilder();
    Path run = replay("run", said);
    for (String backend : BACKENDS) {
      List<String> expected =
          new ArrayList<>(
              List.of("lost_images,new_images,moved_images,lost_boxes,new_boxes,moved_boxes"));
      long[] sums = new long[6];
      for (int[] flip : FLIPS) {
        long[] counts = counted(boxes(backend), boxes(backend, flip));
        IntStream.range(0, 6).forEach(i -> sums[i] += counts[i]);
        expected.add(String.join(",", Arrays.stream(counts).mapToObj(Long::toString).toList()));
      }
      assertThat(ends(run, backend)).isEqualTo(expected);
      assertThat(sums).as("of every kind").doesNotContain(0);
      assertThat(said.toString())
          .containsPattern(
              "boxes +lost +in samples +new +in samples +moved +in samples\n"
                  + " (ONNX Runtime|PyTorch) .* %d +%d +%d +%d +%d +%d\n"
                      .formatted(sums[3], sums[0], sums[4], sums[1], sums[5], sums[2]));
      Map<String, Object> summary =
          RunResults.read(new RunDirectory(run)).backends().stream()
              .filter(side -> side.id().equals(backend))
              .findFirst()
              .orElseThrow()
              .summary()
              .json();
      assertThat(summary).containsEntry("lost_images", sums[0]).containsEntry("new_boxes", sums[4]);
      assertThat(RunTables.boxes(RunResults.read(new RunDirectory(run))).orElseThrow().rows())
          .anyMatch(row -> row.subList(1, 7).equals(Arrays.stream(sums).boxed().toList()));
    }
    assertThat(run.resolve("summary.json")).content().contains("\"moved_images\" : ");
    Cli.Result report = Cli.run("report", run);
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(run.resolve("report.html")).content().contains("Boxes lost, new and moved");
    assertThat(RunTables.boxes(RunResults.read(new RunDirectory(run))).orElseThrow().columns())
        .containsExactly(
            "side",
            "lost samples",
            "new samples",
            "moved samples",
            "lost boxes",
            "new boxes",
            "moved boxes");
  }

  @Test
  void shouldGiveTheSameCountsInThePlainEngineAndWhenResumed() throws IOException {
    Path cut = replay("cut");
    Path plain = replay("plain", "--engine", "plain", "--verify", 1);
    Path resumed = replay("resumed");
    Files.delete(resumed.resolve("summary.json"));
    Files.delete(resumed.resolve("outcomes-djl.csv"));
    Files.delete(resumed.resolve("images-djl.bin"));
    Files.createFile(resumed.resolve("journal-djl.bin"));
    replay("resumed", "--resume");
    for (String backend : BACKENDS) {
      String file = "outcomes-%s.csv".formatted(backend);
      assertThat(plain.resolve(file)).hasSameBinaryContentAs(cut.resolve(file));
      assertThat(resumed.resolve(file)).hasSameBinaryContentAs(cut.resolve(file));
    }
  }
}
