package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden bits by IEEE 754: 1 + 2^-11 lies between two float16 numbers and goes to the even one. */
class HalfPrecisionTest {
  private static OnnxModel gemm(float... weights) {
    GraphBuilder g = new GraphBuilder("gemm", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    String weight = g.initializer("fc.weight", Tensor.ofFloats(Shape.of(2, 2), weights));
    g.node("Gemm", List.of("x", weight), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
  }

  @Test
  void shouldRoundToTheNearestUnderTheSameName() {
    OnnxModel half =
        new HalfPrecision(ElementType.FLOAT16)
            .run(gemm(1 + 0x1p-11f, 1 + 0x1.8p-10f, -65504, 0x1p-24f), "gemm");
    Tensor weight = half.tensor("fc.weight");
    assertThat(weight.type()).isEqualTo(ElementType.FLOAT16);
    assertThat(List.of(weight.bits(0), weight.bits(1), weight.bits(2), weight.bits(3)))
        .containsExactly(0x3C00L, 0x3C02L, 0xFBFFL, 0x0001L);
    assertThat(half.inputs()).isEqualTo(gemm(0, 0, 0, 0).inputs());
    assertThat(half.outputs()).isEqualTo(gemm(0, 0, 0, 0).outputs());
  }

  @Test
  void shouldRaiseTheOpsetForBfloat16() {
    OnnxModel half =
        new HalfPrecision(ElementType.BFLOAT16).run(gemm(1 + 0x1p-8f, 3e38f, 0, -1), "gemm");
    assertThat(half.opset()).isEqualTo(22);
    assertThat(half.tensor("fc.weight").bits(0)).isEqualTo(0x3F80L);
    assertThat(half.tensor("fc.weight").bits(1)).isEqualTo(0x7F62L);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void shouldKeepScalesOfResize(ElementType type) {
    GraphBuilder g = new GraphBuilder("resize", 19);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 1, 2, 2);
    g.initializer("scales", Tensor.ofFloats(Shape.of(4), 1, 1, 2, 2));
    g.initializer("factor", Tensor.ofFloats(Shape.of(1), 3));
    g.node("Resize", List.of("x", "", "scales"), "large", Map.of("mode", "nearest"));
    g.node("Mul", List.of("large", "factor"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 1, 4, 4).build();
    OnnxModel half = new HalfPrecision(type).run(model, "resize");
    assertThat(half.tensor("scales").type()).isEqualTo(ElementType.FLOAT);
    assertThat(half.tensor("factor").type()).isEqualTo(type);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    HalfPrecision pass = new HalfPrecision(ElementType.FLOAT16);
    assertThatThrownBy(() -> pass.run(gemm(1, 2, 65536, 4), "gemm"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("float16: expected numbers up to 65504.0, found 65536.0 in 'fc.weight'");
    GraphBuilder g = new GraphBuilder("range", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    String scale = g.initializer("scale", Tensor.ofFloats(Shape.of(), 1));
    g.node("QuantizeLinear", List.of("x", scale), "q");
    g.node("DequantizeLinear", List.of("q", scale), "y");
    OnnxModel integers = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
    assertThatThrownBy(() -> pass.run(integers, "range"))
        .hasMessage("float16: expected operators that compute in it, found QuantizeLinear 'q'");
  }

  @Test
  void shouldSayWhenItsPromiseIsBroken() {
    HalfPrecision pass = new HalfPrecision(ElementType.FLOAT16);
    OnnxModel model = Graphs.tinyCnn(2);
    OnnxModel half = pass.run(model, "tiny");
    OnnxModel broken = half.withEdits(EditSet.element("conv1.weight", 3, 1L));
    assertThatThrownBy(() -> pass.ensures(model, broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'conv1.weight' is not the nearest");
  }
}
