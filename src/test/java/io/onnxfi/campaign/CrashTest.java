package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.campaign.cut.CutEngine;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults in integers that say where, how many and by how much: some leave nothing that runs. */
class CrashTest {
  private static final SyntheticImages DATA = new SyntheticImages();
  private static final LabelledImages IMAGES = DATA.generate(Split.TEST, 7);
  private static final int CLASSES = 4;
  private static final List<String> INTEGERS = List.of("ends", "classes", "divisor", "shape");

  /**
   * Images cut to a part, convolved, scaled by a quotient of integers, summed up; scores put in
   * another order.
   */
  private static OnnxModel model() {
    GraphBuilder graph = new GraphBuilder("integers", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    graph.initializer("starts", longs(0, 0));
    graph.initializer("ends", longs(12, 12));
    graph.initializer("axes", longs(2, 3));
    graph.initializer("conv.weight", Graphs.random(1, CLASSES, 3, 3, 3));
    graph.initializer("dividend", longs(12));
    graph.initializer("divisor", longs(2));
    graph.initializer("shape", longs(-1, CLASSES));
    graph.initializer("classes", longs(3, 1, 0, 2));
    graph.node("Slice", List.of("x", "starts", "ends", "axes"), "part");
    graph.node("Conv", List.of("part", "conv.weight"), "maps");
    graph.node("Div", List.of("dividend", "divisor"), "quotient");
    graph.node("Cast", List.of("quotient"), "factor", Map.of("to", 1L));
    graph.node("Mul", List.of("maps", "factor"), "scaled");
    graph.node("GlobalAveragePool", List.of("scaled"), "pooled");
    graph.node("Reshape", List.of("pooled", "shape"), "scores");
    graph.node("Gather", List.of("scores", "classes"), "y", Map.of("axis", 1L));
    return graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, CLASSES).build();
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(Shape.of(values.length), values);
  }

  private static List<EditSet> faults() {
    List<EditSet> faults = new ArrayList<>();
    for (String name : INTEGERS) {
      for (int bit : new int[] {0, 1, 2, 3, 20, 31, 32, 40, 62, 63}) {
        faults.add(Injector.edit(model(), PlacedFault.ofBit(name, 0, bit, new BitFlip())));
      }
    }
    for (int bit : new int[] {2, 23, 30, 31}) {
      faults.add(Injector.edit(model(), PlacedFault.ofBit("conv.weight", 5, bit, new BitFlip())));
    }
    return faults;
  }

  private static Map<Integer, FaultOutcome> run(LocalDriver engine, NanRule rule) {
    Campaign campaign =
        new Campaign(model(), Injections.of(faults()), IMAGES, DATA.normalization(), 3, rule);
    Map<Integer, FaultOutcome> outcomes = new TreeMap<>();
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      engine.run(
          campaign,
          backend,
          new CampaignListener() {
            @Override
            public void golden(String id, GoldenOutputs golden) {}

            @Override
            public void outcome(String id, FaultOutcome outcome) {
              assertThat(outcomes.put(outcome.position(), outcome)).isNull();
            }
          });
    }
    return outcomes;
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountAFaultWithWhichTheModelCannotRun(NanRule rule) {
    List<EditSet> faults = faults();
    Map<Integer, FaultOutcome> plain = run(new LocalDriver(PlainEngine.factory(2)), rule);
    Map<Integer, FaultOutcome> cut = run(new LocalDriver(CutEngine.factory(2, 1L << 28)), rule);

    assertThat(plain).hasSameSizeAs(faults);
    assertThat(cut).hasSameSizeAs(faults);
    Map<String, Integer> crashes = new TreeMap<>();
    plain.forEach(
        (position, outcome) -> {
          OutcomeCounts counts = outcome.counts();
          EditSet fault = faults.get(position);
          assertThat(cut.get(position).counts()).as("%s", fault).isEqualTo(counts);
          assertThat(cut.get(position).images()).isEqualTo(outcome.images());
          if (counts.isCrash()) {
            assertThat(counts).isEqualTo(OutcomeCounts.crashed(IMAGES.size()));
            assertThat(outcome.images()).containsOnly(ImageOutcome.CRASHED.code());
            crashes.merge(fault.tensors().get(0), 1, Integer::sum);
          } else {
            assertThat(counts.crashed()).isZero();
            assertThat(counts.due()).isEqualTo(rule == NanRule.DUE ? counts.nonFinite() : 0);
          }
        });
    // Ends beyond the image mean its end (bit 63 makes it negative and empty); a divisor of 2 has
    // one bit to lose; of four classes, 3 is the last; the batch takes what is left of the extents.
    assertThat(crashes.keySet())
        .contains("classes", "divisor", "shape")
        .doesNotContain("conv.weight");
    assertThat(crashes).containsEntry("divisor", 1).containsEntry("classes", 8);
  }

  /** Until memory is short, a backend like another; from then on nothing runs. */
  private record ShortOfMemory(Backend backend, AtomicBoolean isShort) {
    Backend asBackend() {
      return proxy(Backend.class, backend);
    }

    private <T> T proxy(Class<T> kind, T real) {
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (isShort.get() && method.getName().equals("run")) {
              throw FrameworkException.of(
                  "ONNX Runtime cannot run the model", new IllegalStateException("std::bad_alloc"));
            }
            try {
              Object result = method.invoke(real, arguments);
              return result instanceof Session session ? proxy(Session.class, session) : result;
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          };
      return kind.cast(
          Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
    }
  }

  static Stream<LocalDriver> engines() {
    return Stream.of(
        new LocalDriver(PlainEngine.factory(2)), new LocalDriver(CutEngine.factory(2, 1L << 28)));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void shouldNotCountAShortageOfMemoryAsAnOutcome(LocalDriver engine) {
    Campaign campaign =
        new Campaign(
            model(), Injections.of(faults()), IMAGES, DATA.normalization(), 3, NanRule.DUE);
    AtomicBoolean isShort = new AtomicBoolean();
    List<FaultOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    CampaignListener listener =
        new CampaignListener() {
          @Override
          public void golden(String id, GoldenOutputs golden) {
            isShort.set(true);
          }

          @Override
          public void outcome(String id, FaultOutcome outcome) {
            outcomes.add(outcome);
          }
        };
    try (Backend backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL)) {
      Backend starved = new ShortOfMemory(backend, isShort).asBackend();

      assertThatThrownBy(() -> engine.run(campaign, starved, listener))
          .isInstanceOf(MissingResourceException.class)
          .hasMessageContaining("not enough memory (std::bad_alloc)");
    }
    assertThat(outcomes)
        .allMatch(o -> Crash.isCertain(campaign.model(), campaign.edits(o.position())));
  }

  @Test
  void shouldNotLetNativeCodeDivideByZero() {
    EditSet zero = Injector.edit(model(), PlacedFault.ofBit("divisor", 0, 1, new BitFlip()));

    assertThat(Crash.isCertain(model(), zero)).isTrue();
  }
}
