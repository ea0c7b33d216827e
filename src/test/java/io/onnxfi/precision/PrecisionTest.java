package io.onnxfi.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrecisionTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(3);
  private static final Tensor IMAGES = Graphs.random(4, 5, 3, 16, 16);

  static Stream<Supplier<Backend>> backends() {
    return Stream.of(
        () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.NONE),
        () -> OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL),
        DjlBackend::new);
  }

  private static float[] run(Backend backend, OnnxModel model) {
    try (Session session = backend.open(model)) {
      return session.run(List.of(IMAGES)).get(0).toFloatArray();
    }
  }

  private static OnnxModel flip(OnnxModel model, int bit) {
    long bits = model.elementBits("conv2.weight", 40) ^ 1L << bit;
    return model.withEdits(EditSet.element("conv2.weight", 40, bits));
  }

  @Test
  void shouldReadWhatItWrites() {
    String text = "tf32:layer3.*,fp16:linear";
    assertThat(Precision.parse(text)).hasToString(text);
    assertThat(Precision.parse("bf16")).hasToString("bf16:*");
    assertThat(PrecisionRule.parse("tf32:layer3.*").matches("layer3.0.conv1")).isTrue();
    assertThat(PrecisionRule.parse("tf32:layer3.*").matches("layer30conv1")).isFalse();
  }

  @Test
  void shouldRefuseWhatMeansNothing() {
    assertThatThrownBy(() -> Precision.parse("tf31"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("tf32, fp16, bf16")
        .hasMessageContaining("'tf31'");
    assertThatThrownBy(() -> Precision.parse("tf32:"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("no layers");
    assertThatThrownBy(() -> Precision.parse("tf32:layer9.*").applyTo(MODEL))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("conv1, conv2")
        .hasMessageContaining("layer9.*");
    OnnxModel old = Graphs.node("Gemm", 4).with(Graphs.random(1, 4, 4)).opset(11).build(2);
    assertThatThrownBy(() -> Precision.parse("tf32").applyTo(old))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("opset 11");
  }

  @Test
  void shouldLeaveTheInitializersAlone() {
    OnnxModel rounding = Precision.parse("tf32").applyTo(MODEL);
    assertThat(rounding.initializers()).isEqualTo(MODEL.initializers());
    assertThat(rounding.elementBits("conv2.weight", 7))
        .isEqualTo(MODEL.elementBits("conv2.weight", 7));
    assertThat(Precision.FULL.applyTo(MODEL)).isSameAs(MODEL);
  }

  /** In one layer: bits 0 to 11 cannot matter there, bit 12 decides a rounding, bit 13 stays. */
  @ParameterizedTest
  @MethodSource("backends")
  void shouldDropTheLowBitsOfTheChosenLayersOnly(Supplier<Backend> starter) {
    OnnxModel rounding = Precision.parse("tf32:conv2").applyTo(MODEL);
    OnnxModel elsewhere = Precision.parse("tf32:conv1").applyTo(MODEL);
    try (Backend backend = starter.get()) {
      float[] golden = run(backend, rounding);
      for (int bit = 0; bit < 12; bit++) {
        assertThat(run(backend, flip(rounding, bit))).as("bit %d", bit).isEqualTo(golden);
      }
      assertThat(run(backend, flip(rounding, 13))).isNotEqualTo(golden);
      assertThat(run(backend, flip(elsewhere, 11))).isNotEqualTo(run(backend, elsewhere));
      assertThat(golden).isNotEqualTo(run(backend, MODEL));
    }
  }

  /** 10 mantissa bits in each product: errors of 2^-11 of a logit's terms, a few thousandths. */
  @ParameterizedTest
  @MethodSource("backends")
  void shouldStayCloseToFullPrecision(Supplier<Backend> starter) {
    try (Backend backend = starter.get()) {
      float[] full = run(backend, MODEL);
      for (String format : List.of("tf32", "fp16")) {
        float[] rounded = run(backend, Precision.parse(format).applyTo(MODEL));
        for (int i = 0; i < full.length; i++) {
          assertThat(rounded[i]).isCloseTo(full[i], within(5e-3f));
        }
      }
    }
  }
}
