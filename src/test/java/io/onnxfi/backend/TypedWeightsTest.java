package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bit of a weight of every type that frameworks compute with, in both of them. */
class TypedWeightsTest {
  private static final int OPSET = 21;
  private static final int FLOAT4_OPSET = 23;
  private static final int ELEMENTS = 6;
  private static final int STRUCK = 3;

  private static Tensor weights(ElementType type) {
    Tensor weights = Tensor.allocate(type, Shape.of(ELEMENTS));
    for (int i = 0; i < ELEMENTS; i++) {
      weights.putBits(i, ElementValues.nearest(type, i % 2 == 0 ? i : 1.5 * i));
    }
    return weights;
  }

  /** {@code y = x + float(w)}. */
  private static OnnxModel model(Tensor weights) {
    GraphBuilder graph = new GraphBuilder("typed", OPSET);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, ELEMENTS);
    graph.initializer("w", weights);
    graph.node("Cast", List.of("w"), "v", Map.of("to", (long) ElementType.FLOAT.code()));
    graph.node("Add", List.of("x", "v"), "y");
    return graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, ELEMENTS).build();
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {
        "FLOAT",
        "DOUBLE",
        "FLOAT16",
        "BFLOAT16",
        "FLOAT8E4M3FN",
        "FLOAT8E5M2",
        "INT4",
        "UINT4",
        "INT8",
        "UINT8",
        "INT16",
        "UINT16",
        "INT32",
        "UINT32",
        "INT64",
        "UINT64"
      })
  void shouldComputeWithTheBitThatIsFlippedAndRestoreIt(ElementType type) {
    Tensor weights = weights(type);
    Tensor zeros = Tensor.allocate(ElementType.FLOAT, Shape.of(1, ELEMENTS));
    for (BackendProvider provider : BackendProviders.all()) {
      try (Backend backend = provider.open(BackendSettings.DEFAULT);
          Session session = backend.open(model(weights))) {
        float[] golden = session.run(List.of(zeros)).get(0).toFloatArray();
        for (int bit = 0; bit < type.bits(); bit++) {
          long bits = weights.bits(STRUCK) ^ 1L << bit;
          String what = "%s, bit %d of %s".formatted(provider.id(), bit, type);
          try (Session edited = session.edited(EditSet.element("w", STRUCK, bits))) {
            Tensor held = edited.initializer("w");
            float[] faulty = edited.run(List.of(zeros)).get(0).toFloatArray();
            for (int i = 0; i < ELEMENTS; i++) {
              long own = i == STRUCK ? bits : weights.bits(i);
              assertThat(held.bits(i)).as(what).isEqualTo(own);
              float value = (float) ElementValues.value(type, own);
              assertThat(faulty[i]).as(what).isEqualTo(value);
            }
          }
          assertThat(session.run(List.of(zeros)).get(0).toFloatArray()).isEqualTo(golden);
        }
      }
    }
  }

  /** All sixteen floats of four bits, as the OCP formats define them. */
  private static final float[] FOUR_BITS = {
    0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0.0f, -0.5f, -1, -1.5f, -2, -3, -4, -6
  };

  /** {@code y = x + 0.25 w}, the weights two to a byte. */
  private static OnnxModel fourBits() {
    Tensor weights = Tensor.allocate(ElementType.FLOAT4E2M1, Shape.of(FOUR_BITS.length));
    for (int i = 0; i < FOUR_BITS.length; i++) {
      weights.putBits(i, i);
    }
    GraphBuilder graph = new GraphBuilder("four_bits", FLOAT4_OPSET);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, FOUR_BITS.length);
    graph.initializer("w", weights);
    graph.initializer("s", Tensor.ofFloats(Shape.of(), 0.25f));
    graph.node("DequantizeLinear", List.of("w", "s"), "v");
    graph.node("Add", List.of("x", "v"), "y");
    return graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, FOUR_BITS.length).build();
  }

  @Test
  void shouldFlipEveryBitOfFourBitFloatsInPyTorch() {
    Tensor zeros = Tensor.allocate(ElementType.FLOAT, Shape.of(1, FOUR_BITS.length));
    try (Backend backend = BackendProviders.named("djl", "test").open(BackendSettings.DEFAULT);
        Session session = backend.open(fourBits())) {
      for (int struck = 0; struck < FOUR_BITS.length; struck++) {
        for (int bit = 0; bit < 4; bit++) {
          String what = "bit %d of element %d".formatted(bit, struck);
          int bits = struck ^ 1 << bit;
          try (Session edited = session.edited(EditSet.element("w", struck, bits))) {
            Tensor held = edited.initializer("w");
            float[] faulty = edited.run(List.of(zeros)).get(0).toFloatArray();
            for (int i = 0; i < FOUR_BITS.length; i++) {
              int own = i == struck ? bits : i;
              assertThat(held.bits(i)).as(what).isEqualTo(own);
              assertThat(faulty[i]).as(what).isEqualTo(0 + 0.25f * FOUR_BITS[own]);
            }
          }
          Tensor restored = session.initializer("w");
          assertThat(restored.bits(struck)).as(what).isEqualTo(struck);
        }
      }
    }
  }

  /** Before anything runs. */
  @Test
  void shouldSayThatOnnxRuntimeHasNoKernelForFourBitFloats() {
    OnnxModel model = fourBits();
    try (Backend backend = BackendProviders.named("ort", "test").open(BackendSettings.DEFAULT)) {
      assertThatThrownBy(() -> backend.open(model))
          .isInstanceOf(OnnxFiException.class)
          .hasMessageContaining("ONNX Runtime cannot load the model")
          .hasMessageContaining("DequantizeLinear")
          .hasMessageNotContaining("\n");
    }
  }
}
