package io.onnxfi.attribution;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Classifiers of 3×16×16 images in which one faulty factor makes an operator meet NaN or values
 * near overflow.
 */
final class SpecialValueNetworks {
  private static final int PIXELS = 3 * 16 * 16;

  private SpecialValueNetworks() {}

  /** {@code image × mask → MaxPool → Gemm}; bit 30 makes a NaN of a factor 1.5. */
  static OnnxModel maxPool() {
    GraphBuilder g = new GraphBuilder("pooled", 17);
    String pooled = pool(g, masked(g, 1.5f));
    String flat = g.node("Flatten", List.of(pooled), "flat");
    String weight = g.initializer("linear.weight", Graphs.random(1, 10, PIXELS / 4));
    g.node("Gemm", List.of(flat, weight), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  /** {@code image × mask → LayerNormalization → Gemm}; bit 30 makes 2^127 of a factor 0.5. */
  static OnnxModel layerNormalization() {
    GraphBuilder g = new GraphBuilder("normalised", 17);
    String flat = g.node("Flatten", List.of(masked(g, 0.5f)), "flat");
    float[] ones = new float[PIXELS];
    Arrays.fill(ones, 1);
    String scale = g.initializer("norm.weight", Tensor.ofFloats(Shape.of(PIXELS), ones));
    String shift = g.initializer("norm.bias", Graphs.random(2, PIXELS));
    String norm = g.node("LayerNormalization", List.of(flat, scale, shift), "norm");
    String weight = g.initializer("linear.weight", Graphs.random(3, 10, PIXELS));
    g.node("Gemm", List.of(norm, weight), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  /**
   * Classes 0 to 4 see the image pooled, 5 to 9 as it is; without a fault, 5 wins by its bias. A
   * NaN that the pooling drops leaves 5 as the first NaN in one framework, 0 in the other.
   */
  static OnnxModel halfPooled() {
    GraphBuilder g = new GraphBuilder("half_pooled", 17);
    String masked = masked(g, 1.5f);
    String pooled = g.node("Flatten", List.of(pool(g, masked)), "flat");
    String whole = g.node("Flatten", List.of(masked), "flat_whole");
    String first = g.initializer("first.weight", Graphs.random(4, 5, PIXELS / 4));
    String second = g.initializer("second.weight", Graphs.random(5, 5, PIXELS));
    String bias = g.initializer("second.bias", Tensor.ofFloats(Shape.of(5), 1000, 0, 0, 0, 0));
    g.node("Gemm", List.of(pooled, first), "first", Map.of("transB", 1L));
    g.node("Gemm", List.of(whole, second, bias), "second", Map.of("transB", 1L));
    g.node("Concat", List.of("first", "second"), "scores", Map.of("axis", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  private static String masked(GraphBuilder g, float factor) {
    g.input("image", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    float[] factors = new float[PIXELS];
    Arrays.fill(factors, factor);
    g.initializer("mask", Tensor.ofFloats(Shape.of(1, 3, 16, 16), factors));
    return g.node("Mul", List.of("image", "mask"), "masked");
  }

  private static String pool(GraphBuilder g, String x) {
    return g.node(
        "MaxPool",
        List.of(x),
        "pool",
        Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
  }
}
