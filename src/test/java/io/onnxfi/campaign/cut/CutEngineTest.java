package io.onnxfi.campaign.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.campaign.Order;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cutting engine against the plain one: every count and every image. */
class CutEngineTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, Effort.of(10, 50));
  private static final int BATCH = 8; // the last batch has 2 images
  private static final long PLENTY = 1L << 30;

  static Stream<Arguments> cases() {
    Map<String, OnnxModel> models = new TreeMap<>();
    models.put("tiny_cnn", Graphs.tinyCnn(4));
    models.put("dense", Networks.dense());
    models.put("depthwise", Networks.depthwise());
    models.put("tf32", Precision.parse("tf32:conv2,bf16:linear").applyTo(Graphs.tinyCnn(4)));
    Map<String, Supplier<Backend>> backends = new TreeMap<>();
    for (Optimization level : levels()) {
      backends.put("ort " + level, () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, level));
    }
    backends.put("djl", DjlBackend::new);
    // The largest one at the levels that matter: the fastest one, and the other framework.
    OnnxModel resnet =
        Zoo.architecture("resnet20", new ImageSize(3, 16, 16), 10).build(new RandomParameters(3));
    Stream<Arguments> deep =
        Stream.of("ort all", "djl")
            .map(level -> arguments("resnet20", level, resnet, backends.get(level)));
    Stream<Arguments> all =
        models.entrySet().stream()
            .flatMap(
                model ->
                    backends.entrySet().stream()
                        .map(
                            backend ->
                                arguments(
                                    model.getKey(),
                                    backend.getKey(),
                                    model.getValue(),
                                    backend.getValue())));
    Stream<Arguments> integers =
        Stream.of("ort none", "ort all", "djl")
            .map(level -> arguments("reshaping", level, Networks.reshaping(), backends.get(level)));
    return Stream.of(all, deep, integers).flatMap(cases -> cases);
  }

  /** The fastest one and the plainest one, or all. */
  private static List<Optimization> levels() {
    return Effort.isLong()
        ? List.of(Optimization.values())
        : List.of(Optimization.NONE, Optimization.ALL);
  }

  /** Faults in every float initializer: weights, biases, normalisation, shared factors. */
  private static List<EditSet> faults(OnnxModel model) {
    List<EditSet> faults = new ArrayList<>();
    Random random = new Random(5);
    int stride = model.initializers().size() > 50 ? Effort.of(7, 4) : 1;
    for (int i = 0; i < model.initializers().size(); i += stride) {
      Initializer initializer = model.initializers().get(i);
      if (initializer.type() == ElementType.FLOAT) {
        for (int bit : new int[] {0, 12, 23, 30, 31}) {
          long index = random.nextLong(initializer.shape().size());
          faults.add(
              Injector.edit(
                  model, PlacedFault.ofBit(initializer.name(), index, bit, new BitFlip())));
        }
        faults.add(
            Injector.edit(model, PlacedFault.ofBit(initializer.name(), 0, 7, new StuckAt(true))));
      }
    }
    return faults;
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void shouldEqualThePlainEngine(
      String name, String level, OnnxModel model, Supplier<Backend> starter) {
    List<EditSet> faults = faults(model);
    Campaign campaign =
        new Campaign(
                model, Injections.of(faults), IMAGES, DATA.normalization(), BATCH, NanRule.NUMPY)
            .countingLabels();
    try (Backend backend = starter.get()) {
      EngineRecord plain =
          EngineRecord.of(new LocalDriver(PlainEngine.factory(2)), campaign, backend);
      EngineRecord cut =
          EngineRecord.of(new LocalDriver(CutEngine.factory(2, PLENTY)), campaign, backend);
      assertThat(cut.cuts().whole().keySet()).as("layers without an exact cut").isEmpty();
      assertThat(cut.cuts().layers()).isPositive();
      cut.assertSameAs(plain);
      if (!Effort.isLong() || name.equals("resnet20")) {
        return; // as FrugalCutEngineContractTest shows
      }
      LocalDriver driver = new LocalDriver(CutEngine.factory(1, 1), Order.random(4));
      EngineRecord.of(driver, campaign, backend).assertSameAs(plain);
    }
  }
}
