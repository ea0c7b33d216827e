package io.onnxfi.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Footprint;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that change a value, run by ONNX Runtime, against the changes made to the value itself. */
class FaultNodesTest {
  private static final Shape IMAGE = Shape.of(2, 3);
  private static final Tensor IMAGES =
      Tensor.ofFloats(
          Shape.of(2, 2, 3), 0f, -0f, 1.5f, -2, 3, 100, 0.1f, -0.7f, 55, Float.NaN, 12, -1);

  /** Computes {@code v} of a type, which is also its output. */
  private static OnnxModel model(ElementType type) {
    GraphBuilder g = new GraphBuilder("cast", 21);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 3);
    g.node("Cast", List.of("x"), "v", Map.of("to", (long) type.code()));
    return g.output("v", type, ValueInfo.DYNAMIC, 2, 3).build();
  }

  private static PlacedFault fault(ElementType type, Region region, String label) {
    FaultModel fault = FaultModels.parse("test", label);
    OptionalInt bit = fault.needsBit() ? OptionalInt.of(type.bits() - 2) : OptionalInt.empty();
    return new PlacedFault(
        new ActivationSite("v", type, new Footprint.Known(region), Exposure.EVERY), bit, fault);
  }

  private static Injection injection(OnnxModel model, PlacedFault... faults) {
    return Injector.inject(model, Arrays.asList(faults), Ranges.UNKNOWN, 3, faults.length);
  }

  private static Tensor run(OnnxModel model) {
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE);
        Session session = ort.open(model)) {
      return session.run(List.of(IMAGES)).get(0);
    }
  }

  private static void requireSame(OnnxModel model, PlacedFault... faults) {
    Injection injection = injection(model, faults);
    Tensor expected = run(model);
    for (ValueEdit edit : injection.values()) {
      for (int row = 0; row < 2; row++) {
        edit.applyTo(expected, row);
      }
    }
    OnnxModel faulty = FaultNodes.into(model, "m.onnx", injection.values()).model();
    assertThat(faulty.outputs()).isEqualTo(model.outputs());
    assertThat(run(faulty).bytes()).as(Arrays.toString(faults)).isEqualTo(expected.bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT,flip",
    "FLOAT,zero",
    "FLOAT,gaussian-abs:0.5",
    "DOUBLE,flip",
    "DOUBLE,set:-0.1",
    "DOUBLE,gaussian-abs:0.5",
    "DOUBLE,stuck-at-1",
    "FLOAT16,flip",
    "FLOAT16,set:1.5",
    "FLOAT16,ber:0.3",
    "INT8,flip",
    "INT8,set:-3",
    "INT8,byte",
    "UINT8,flip",
    "UINT8,zero",
    "UINT8,stuck-at-0",
    "INT32,flip",
    "INT32,set:7",
    "INT64,burst:3",
    "INT64,'random:-5,5'"
  })
  void shouldChangeElementsOfEachType(ElementType type, String label) {
    OnnxModel model = model(type);
    for (Region region :
        List.of(new Region.Element(4), new Region.Slab(IMAGE, 0, 1), new Region.All(6))) {
      requireSame(model, fault(type, region, label));
    }
  }

  @Test
  void shouldPutFaultsOnTopOfEachOther() {
    OnnxModel model = model(ElementType.FLOAT);
    PlacedFault flip = fault(ElementType.FLOAT, new Region.Element(4), "flip");
    PlacedFault noise = fault(ElementType.FLOAT, new Region.All(6), "gaussian-abs:0.5");
    PlacedFault zero = fault(ElementType.FLOAT, new Region.Slab(IMAGE, 1, 1), "zero");
    requireSame(model, flip, noise, zero, noise, noise, flip);
    requireSame(model, zero, flip, noise, flip);
  }

  @Test
  void shouldRaiseTheOpsetOfAModelWhoseNodesAreWrittenInAnotherWayThere() {
    GraphBuilder g = new GraphBuilder("mean", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 3);
    g.node("Relu", List.of("x"), "relu");
    g.node("ReduceMean", List.of("relu"), "mean", Map.of("axes", new long[] {2}, "keepdims", 0L));
    g.node("Neg", List.of("mean"), "v");
    OnnxModel model = g.output("v", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    PlacedFault flip = fault(ElementType.FLOAT, new Region.Element(1), "flip");
    requireSame(model, flip);
    assertThat(FaultNodes.into(model, "m.onnx", injection(model, flip).values()).notes())
        .containsExactly("m.onnx: opset raised from 17 to 26, which BitCast needs");
  }

  @Test
  void shouldAddNothingWhereFaultsUndoEachOther() {
    OnnxModel model = model(ElementType.FLOAT);
    PlacedFault flip = fault(ElementType.FLOAT, new Region.Element(4), "flip");
    FaultNodes nodes = FaultNodes.into(model, "m.onnx", injection(model, flip, flip).values());
    assertThat(nodes.model().nodes()).hasSameSizeAs(model.nodes());
    assertThat(nodes.notes()).isEmpty();
    assertThat(nodes.changes())
        .containsExactly("activation v: 0 of 6 elements changed in every image");
  }

  @Test
  void shouldPutAFaultIntoAModelThatHasOne() {
    OnnxModel model = model(ElementType.FLOAT);
    PlacedFault flip = fault(ElementType.FLOAT, new Region.Element(4), "flip");
    OnnxModel once = FaultNodes.into(model, "m.onnx", injection(model, flip).values()).model();
    OnnxModel twice = FaultNodes.into(once, "m.onnx", injection(once, flip).values()).model();
    assertThat(run(twice).bytes()).isEqualTo(run(model).bytes());
    assertThat(twice.nodes()).extracting(Node::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseWhatNoOperatorsDo() {
    OnnxModel half = model(ElementType.FLOAT16);
    Injection noise =
        injection(half, fault(ElementType.FLOAT16, new Region.All(6), "gaussian-abs:1"));
    assertThatThrownBy(() -> FaultNodes.into(half, "m.onnx", noise.values()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageStartingWith("m.onnx: activation v: no ONNX operators")
        .hasMessageContaining("float16");
  }
}
