package io.onnxfi.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rounding inside the graph against integer arithmetic on the bits, in both backends. */
class RoundingTest {
  private static final int COLUMNS = 1000;
  private static final int RANDOM_ROWS = 400;

  /** By hand, from the formats' definitions. */
  @Test
  void shouldKnowTheFormats() {
    float tie = 1 + 0x1p-11f;
    assertThat(oracle(OperandFormat.TF32, tie)).as("ties away from zero").isEqualTo(1 + 0x1p-10f);
    assertThat(oracle(OperandFormat.TF32, -tie)).isEqualTo(-1 - 0x1p-10f);
    assertThat(oracle(OperandFormat.FP16, tie)).as("ties to even").isEqualTo(1);
    assertThat(oracle(OperandFormat.FP16, 65519.996f)).isEqualTo(65504);
    assertThat(oracle(OperandFormat.FP16, 65520)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(oracle(OperandFormat.FP16, 0x1.8p-25f)).as("smallest subnormal").isEqualTo(0x1p-24f);
    assertThat(oracle(OperandFormat.BF16, 1 + 0x1p-8f)).isEqualTo(1);
    assertThat(oracle(OperandFormat.BF16, 1 + 0x1.8p-7f)).isEqualTo(1 + 0x1p-6f);
    assertThat(oracle(OperandFormat.BF16, Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRoundEveryMagnitudeInEveryBackend(OperandFormat format) {
    float[] values = values();
    for (Backend backend : backends()) {
      try (backend) {
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          expected[i] = oracle(format, values[i]) + 0f; // the sign of a zero is lost
        }
        assertThat(round(format, backend, values))
            .as("%s %s", backend.title(), backend.description())
            .isEqualTo(expected);
      }
    }
  }

  private static List<Backend> backends() {
    Stream<Backend> runtimes =
        Arrays.stream(Optimization.values())
            .map(level -> OnnxRuntimeBackend.create(DeviceRequest.CPU, level));
    return Stream.concat(runtimes, Stream.of(new DjlBackend())).toList();
  }

  /** Every exponent with mantissas at and beside ties of every format, and random bits. */
  private static float[] values() {
    List<Float> values = new ArrayList<>();
    int[] mantissas = {
      0, 1, 0xFFF, 0x1000, 0x1001, 0x1FFF, 0x2000, 0x2FFF, 0x3000, 0x3001, 0x7FFF, 0x8000, 0x8001,
      0x17FFF, 0x18000, 0x18001, 0x7FEFFF, 0x7FF000, 0x7F7FFF, 0x7F8000, 0x7FFFFE, 0x7FFFFF
    };
    for (int exponent = 0; exponent < 256; exponent++) {
      for (int mantissa : mantissas) {
        values.add(Float.intBitsToFloat(exponent << 23 | mantissa));
        values.add(Float.intBitsToFloat(1 << 31 | exponent << 23 | mantissa));
      }
    }
    Random random = new Random(7);
    while (values.size() < RANDOM_ROWS * COLUMNS) {
      values.add(Float.intBitsToFloat(random.nextInt()));
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static float[] round(OperandFormat format, Backend backend, float[] values) {
    GraphBuilder graph = new GraphBuilder("product", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, COLUMNS);
    graph.initializer("w.weight", Tensor.allocate(ElementType.FLOAT, Shape.of(COLUMNS, 1)));
    graph.node("MatMul", List.of("x", "w.weight"), "y");
    graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 1);
    OnnxModel model = Precision.parse(format.label() + ":w").applyTo(graph.build());
    String rounded = "x/" + format.label();
    int rows = values.length / COLUMNS;
    try (Session session = backend.open(new Dataflow(model).observing(List.of(rounded)).model())) {
      Tensor input = Tensor.ofFloats(Shape.of(rows, COLUMNS), values);
      return session.run(List.of(input)).get(0).toFloatArray();
    }
  }

  /** By the definition of each format, in integers where its exponents are those of float32. */
  private static float oracle(OperandFormat format, float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    return switch (format) {
      case TF32 -> Float.intBitsToFloat((bits + 0x1000) & ~0x1FFF);
      case BF16 -> Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & ~0xFFFF);
      case FP16 -> {
        double quantum = Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
        double rounded = Math.rint(value / quantum) * quantum;
        yield (float) (Math.abs(rounded) > 65504 ? rounded * Double.POSITIVE_INFINITY : rounded);
      }
    };
  }
}
