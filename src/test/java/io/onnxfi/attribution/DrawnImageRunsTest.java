package io.onnxfi.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drawn images are examined with the bits of the campaign. Faults are in low bits: masked or not
 * hangs on the last bit of every score, and libtorch's Linear does not give the same last bits in
 * every batch.
 */
class DrawnImageRunsTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final int BATCH = 12;
  private static final int IMAGES = 5 * BATCH + 7; // the last batch has 7 images
  private static final int SIZE = 2 * BATCH;

  /** Two linear layers. */
  private static OnnxModel perceptron() {
    GraphBuilder g = new GraphBuilder("perceptron", 17);
    g.input("image", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    String flat = g.node("Flatten", List.of("image"), "flat");
    String hidden = linear(g, flat, "hidden", 64, 3 * 16 * 16);
    linear(g, g.node("Relu", List.of(hidden), "relu"), "scores", 10, 64);
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  private static String linear(GraphBuilder g, String input, String name, int out, int in) {
    String weight = g.initializer(name + ".weight", Graphs.random(out, out, in));
    String bias = g.initializer(name + ".bias", Graphs.random(in, out));
    return g.node("Gemm", List.of(input, weight, bias), name, Map.of("transB", 1L));
  }

  private static Campaign whole() {
    OnnxModel model = perceptron();
    return new Campaign(
        model,
        Injections.of(RecordedFaults.lowBits(model, 40)),
        DATA.generate(Split.TEST, IMAGES),
        DATA.normalization(),
        BATCH,
        NanRule.NUMPY);
  }

  private static List<ImageOutcome> outcomes(ImageRuns runs, EditSet edit, List<Integer> at) {
    return runs.observe(edit, at).stream().map(seen -> seen.outcome(NanRule.NUMPY)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldReproduceTheRecordedOutcomes(String id) {
    Campaign whole = whole();
    ImageSample sample = ImageSample.draw(whole.size(), SIZE, IMAGES, BATCH, 5);
    Campaign drawn = whole.sampled(sample);
    int masked = 0;
    int otherwise = 0;
    try (Backend backend =
            id.equals("ort") ? RecordedFaults.ort(Optimization.ALL) : new DjlBackend();
        ImageRuns runs = new ImageRuns(drawn, backend, BATCH);
        ImageRuns inDataSet = new ImageRuns(whole, backend, BATCH);
        ImageRuns alone = new ImageRuns(drawn, backend, 1)) {
      for (FaultOutcome recorded : RecordedFaults.run(drawn, backend)) {
        int fault = recorded.position();
        EditSet edit = whole.edits(fault);
        List<ImageOutcome> expected = new ArrayList<>();
        for (byte code : recorded.images()) {
          expected.add(ImageOutcome.of(code));
          masked += code == ImageOutcome.MASKED.code() ? 1 : 0;
        }
        List<Integer> places =
            IntStream.range(0, SIZE).mapToObj(nth -> sample.place(fault, nth)).toList();
        assertThat(outcomes(runs, edit, places)).isEqualTo(expected);
        // The same images in the data set's own batches, if those are full ones.
        for (int nth = 0; nth < SIZE; nth++) {
          int image = sample.image(places.get(nth));
          if (image < IMAGES / BATCH * BATCH) {
            assertThat(outcomes(inDataSet, edit, List.of(image)))
                .containsExactly(expected.get(nth));
          }
        }
        otherwise += outcomes(alone, edit, places).equals(expected) ? 0 : 1;
      }
      assertThat(masked).as("some pairs are masked, some not").isBetween(1, 40 * SIZE - 1);
      if (!backend.isBatchInvariant()) {
        assertThat(otherwise).as("faults whose outcomes hang on the batch").isPositive();
      }
    }
  }
}
