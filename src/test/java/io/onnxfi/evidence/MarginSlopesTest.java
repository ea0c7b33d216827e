package io.onnxfi.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slopes against differences of what the network computes. */
class MarginSlopesTest {
  private static final int SAMPLES = 4;
  private static final float STEP = 2e-3f;

  static Stream<OnnxModel> models() {
    return Stream.of(Graphs.tinyCnn(4), Networks.dense(), Networks.depthwise());
  }

  /** The largest part of a margin that is lost. */
  private static double lost(float[] before, float[] after) {
    int best = 0;
    for (int c = 1; c < before.length; c++) {
      best = before[c] > before[best] ? c : best;
    }
    double most = 0;
    for (int c = 0; c < before.length; c++) {
      if (c != best) {
        double margin = (double) before[best] - before[c];
        double change = ((double) after[best] - after[c]) - margin;
        most = Math.max(most, -change / margin);
      }
    }
    return most;
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldBeThoseOfSmallChanges(OnnxModel model) {
    Tensor samples = Graphs.random(7, SAMPLES, 3, 16, 16);
    Random random = new Random(2);
    int seen = 0;
    try (DjlBackend backend = new DjlBackend();
        Session session = backend.open(model);
        MarginSlopes slopes = new MarginSlopes(model, 10)) {
      MarginSlopes.Batch batch = slopes.of(samples);
      Set<String> tensors = slopes.tensors();
      batch.prepare(tensors);
      float[][] golden = rows(session.run(List.of(samples)).get(0));
      for (String tensor : tensors.stream().sorted().toList()) {
        for (int trial = 0; trial < 10; trial++) {
          long element = random.nextLong(model.tensor(tensor).shape().size());
          float old = Float.intBitsToFloat((int) model.elementBits(tensor, element));
          float changed = old + STEP;
          EditSet edit = EditSet.element(tensor, element, Float.floatToRawIntBits(changed));
          float[][] faulty;
          try (Session edited = session.edited(edit)) {
            faulty = rows(edited.run(List.of(samples)).get(0));
          }
          for (int i = 0; i < SAMPLES; i++) {
            double predicted = batch.weight(tensor, element).loss(i, (double) changed - old, 0);
            double measured = lost(golden[i], faulty[i]);
            assertThat(predicted)
                .as("%s %d of sample %d", tensor, element, i)
                .isCloseTo(measured, within(0.05 * measured + 2e-4));
            seen += measured > 4e-4 ? 1 : 0;
          }
        }
      }
    }
    assertThat(seen).as("changes that show").isPositive();
  }

  private static float[][] rows(Tensor scores) {
    float[] all = scores.toFloatArray();
    int width = all.length / SAMPLES;
    float[][] rows = new float[SAMPLES][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * width, (i + 1) * width));
    return rows;
  }
}
