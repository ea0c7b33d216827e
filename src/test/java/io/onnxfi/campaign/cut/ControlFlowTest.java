package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CampaignListener;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.ControlFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults in weights that are read within branches and loops: the same outcomes from both engines
 * and from both frameworks.
 */
class ControlFlowTest {
  private static final int IMAGES = 7;
  private static final int BATCH = 3;
  private static final long PLENTY = 1L << 28;

  /** Below, a flip changes scores by so little that frameworks round it away differently. */
  private static final int LOWEST_BIT = 20;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("the first branch", ControlFlow.branching(-1)),
        Arguments.of("the second branch", ControlFlow.branching(1e6f)),
        Arguments.of("a branch that faults change", ControlFlow.branching(1)),
        Arguments.of("a loop", ControlFlow.looping()),
        Arguments.of("a branch in a loop", ControlFlow.nested()));
  }

  private static LabelledImages images() {
    byte[] pixels = new byte[IMAGES * 3 * 8 * 8];
    new Random(1).nextBytes(pixels);
    ImageSource source = new ImageSource("noise", "0".repeat(64), 5, List.of(), Shape.of(3, 8, 8));
    return LabelledImages.of(source, pixels, new int[IMAGES]);
  }

  private static List<EditSet> faults(OnnxModel model) {
    List<EditSet> faults = new ArrayList<>();
    Random random = new Random(5);
    model.initializers().stream()
        .filter(initializer -> initializer.name().endsWith(".weight"))
        .forEach(
            weight -> {
              for (int bit = LOWEST_BIT; bit < 32; bit++) {
                long index = random.nextLong(weight.shape().size());
                faults.add(
                    Injector.edit(
                        model, PlacedFault.ofBit(weight.name(), index, bit, new BitFlip())));
              }
            });
    return faults;
  }

  private static Map<Integer, OutcomeCounts> outcomes(
      OnnxModel model, Backend backend, EngineFactory engine) {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    Normalization normalization = new Normalization(half, half);
    Campaign campaign =
        new Campaign(
            model, Injections.of(faults(model)), images(), normalization, BATCH, NanRule.NUMPY);
    Map<Integer, OutcomeCounts> outcomes = new TreeMap<>();
    new LocalDriver(engine)
        .run(
            campaign,
            backend,
            new CampaignListener() {
              @Override
              public void golden(String name, GoldenOutputs golden) {
                assertThat(golden.images()).isEqualTo(IMAGES);
              }

              @Override
              public void outcome(String name, FaultOutcome outcome) {
                outcomes.put(outcome.position(), outcome.counts());
              }
            });
    return outcomes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void shouldCountTheSameInBothFrameworksAndEngines(String name, OnnxModel model) {
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Backend djl = new DjlBackend()) {
      Map<Integer, OutcomeCounts> expected = outcomes(model, ort, PlainEngine.factory(1));
      assertThat(outcomes(model, ort, CutEngine.factory(2, PLENTY))).isEqualTo(expected);
      Map<Integer, OutcomeCounts> found = outcomes(model, djl, PlainEngine.factory(1));
      assertThat(outcomes(model, djl, CutEngine.factory(2, PLENTY))).isEqualTo(found);

      List<EditSet> faults = faults(model);
      assertThat(found).hasSameSizeAs(faults);
      expected.forEach(
          (position, counts) -> {
            OutcomeCounts other = found.get(position);
            assertThat(other.masked()).as("%s", faults.get(position)).isEqualTo(counts.masked());
            assertThat(other.critical())
                .as("%s", faults.get(position))
                .isEqualTo(counts.critical());
          });
      assertThat(expected.values()).as("some matter").anyMatch(counts -> counts.critical() > 0);
    }
  }
}
