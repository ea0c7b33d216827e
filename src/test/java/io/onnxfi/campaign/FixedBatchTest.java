package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that were exported for batches of one size, as many are. */
class FixedBatchTest {
  private static final int BATCH = 10;
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final Map<String, Object> THREES = Map.of("kernel_shape", new long[] {3, 3});
  private static final OnnxModel MODEL = model();

  private static OnnxModel model() {
    GraphBuilder g = new GraphBuilder("fixed", 17);
    g.input("image", ElementType.FLOAT, BATCH, 3, 16, 16);
    String first = g.initializer("first.weight", Graphs.random(1, 4, 3, 3, 3));
    String second = g.initializer("second.weight", Graphs.random(2, 4, 4, 3, 3));
    String third = g.initializer("third.weight", Graphs.random(3, 10, 4));
    g.node("Conv", List.of("image", first), "a", THREES);
    g.node("Relu", List.of("a"), "b");
    g.node("Conv", List.of("b", second), "c", THREES);
    g.node("GlobalAveragePool", List.of("c"), "d");
    g.node("Flatten", List.of("d"), "e");
    g.node("Gemm", List.of("e", third), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, BATCH, 10).build();
  }

  private static Campaign campaign() {
    List<EditSet> faults = new ArrayList<>();
    for (String name : List.of("first.weight", "second.weight", "third.weight")) {
      for (int bit : new int[] {2, 20, 24, 30}) {
        faults.add(Injector.edit(MODEL, PlacedFault.ofBit(name, bit, bit, new BitFlip())));
      }
    }
    return new Campaign(
        MODEL,
        Injections.of(faults),
        DATA.generate(Split.TEST, 3 * BATCH),
        DATA.normalization(),
        BATCH,
        NanRule.NUMPY);
  }

  private static Stream<Backend> backends() {
    return Stream.of(
        OnnxRuntimeBackend.create(DeviceRequest.parse("cpu"), Optimization.ALL), new DjlBackend());
  }

  private static Map<Integer, FaultOutcome> run(LocalDriver engine, Backend backend) {
    Map<Integer, FaultOutcome> outcomes = new TreeMap<>();
    engine.run(
        campaign(),
        backend,
        new CampaignListener() {
          @Override
          public void golden(String id, GoldenOutputs golden) {
            assertThat(golden.images()).isEqualTo(3 * BATCH);
          }

          @Override
          public void outcome(String id, FaultOutcome outcome) {
            outcomes.put(outcome.position(), outcome);
          }
        });
    return outcomes;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void shouldGiveTheSameOutcomesWhenCut(Backend backend) {
    try (backend) {
      Map<Integer, FaultOutcome> plain = run(new LocalDriver(PlainEngine.factory(2)), backend);
      Map<Integer, FaultOutcome> cut =
          run(new LocalDriver(CutEngine.factory(2, 1L << 30)), backend);
      assertThat(cut).hasSize(12);
      cut.forEach(
          (position, outcome) -> {
            assertThat(outcome.counts()).isEqualTo(plain.get(position).counts());
            assertThat(outcome.images()).isEqualTo(plain.get(position).images());
          });
    }
  }

  /** By hand, per image: 4 · 14² · 27 = 21,168, 4 · 12² · 36 = 20,736 and 10 · 4. */
  @ParameterizedTest
  @MethodSource("backends")
  void shouldCountTheWorkOfOneImage(Backend backend) {
    try (backend) {
      MultiplyAdds work = new MultiplyAdds(campaign(), backend);
      assertThat(work.whole()).isEqualTo(21_168 + 20_736 + 40);
      assertThat(work.head("first.weight")).isEqualTo(21_168 / 4);
      assertThat(work.behind("first.weight")).isEqualTo(20_736 + 40);
    }
  }
}
