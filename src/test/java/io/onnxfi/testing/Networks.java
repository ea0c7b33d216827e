package io.onnxfi.testing;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Classifiers of 3×16×16 images with random weights and shapes that a cutter must cope with. */
public final class Networks {
  private final GraphBuilder g;
  private long seed;

  private Networks(String name, long seed) {
    this.g = new GraphBuilder(name, 17);
    this.seed = seed;
    g.input("image", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
  }

  /** Dense connections and parallel branches: concatenations, pre-activation, a shared factor. */
  public static OnnxModel dense() {
    Networks n = new Networks("dense", 100);
    String x = n.conv("image", "stem", 16, 3, 3, 1, 1);
    int channels = 16;
    for (int layer = 0; layer < 3; layer++) {
      String name = "dense" + layer;
      String y = n.relu(n.norm(x, name + ".norm", channels), name + ".relu");
      y = n.conv(y, name + ".conv", 8, channels, 3, 1, 1);
      x = n.g.node("Concat", List.of(x, y), name + ".concat", Map.of("axis", 1L));
      channels += 8;
    }
    x = n.pool(x, "pool");
    String a = n.relu(n.conv(x, "branch1", 16, channels, 1, 0, 1), "branch1.relu");
    String b = n.relu(n.conv(x, "branch2.0", 8, channels, 1, 0, 1), "branch2.0.relu");
    b = n.relu(n.conv(b, "branch2.1", 16, 8, 3, 1, 1), "branch2.1.relu");
    String factor = n.g.initializer("shared.factor", n.random(1, 16, 1, 1));
    a = n.g.node("Mul", List.of(a, factor), "branch1.scaled");
    b = n.g.node("Mul", List.of(b, factor), "branch2.scaled");
    x = n.g.node("Concat", List.of(a, b), "branches", Map.of("axis", 1L));
    return n.head(x, 32);
  }

  /** Inverted bottlenecks: depthwise convolutions, biases, a residual sum without activation. */
  public static OnnxModel depthwise() {
    Networks n = new Networks("depthwise", 200);
    String x = n.relu(n.norm(n.conv("image", "stem", 16, 3, 3, 1, 1), "stem.bn", 16), "stem.relu");
    for (int block = 0; block < 2; block++) {
      String name = "block" + block;
      String y = n.conv(x, name + ".expand", 32, 16, 1, 0, 1);
      y = n.relu(n.norm(y, name + ".bn1", 32), name + ".relu1");
      y = n.conv(y, name + ".depthwise", 32, 1, 3, 1, 32);
      y = n.relu(n.norm(y, name + ".bn2", 32), name + ".relu2");
      y = n.norm(n.conv(y, name + ".project", 16, 32, 1, 0, 1), name + ".bn3", 16);
      x = n.g.node("Add", List.of(x, y), name + ".add");
    }
    return n.head(x, 16);
  }

  /** Flattens as exporters write it: the shape is taken apart and put together as integers. */
  public static OnnxModel reshaping() {
    Networks n = new Networks("reshaping", 300);
    String x = n.relu(n.conv("image", "stem", 8, 3, 3, 1, 1), "stem.relu");
    x = n.g.node("GlobalAveragePool", List.of(x), "global");
    String shape = n.g.node("Shape", List.of(x), "shape", Map.of("end", 1L));
    String rest = n.g.initializer("rest", Tensor.ofLongs(Shape.of(1), -1));
    String wanted = n.g.node("Concat", List.of(shape, rest), "wanted", Map.of("axis", 0L));
    String flat = n.g.node("Reshape", List.of(x, wanted), "flat");
    String weight = n.g.initializer("linear.weight", n.random(10, 8));
    n.g.node("Gemm", List.of(flat, weight), "scores", Map.of("transB", 1L));
    return n.g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  private OnnxModel head(String x, int channels) {
    String pooled = g.node("GlobalAveragePool", List.of(x), "global");
    String flat = g.node("Flatten", List.of(pooled), "flat");
    String weight = g.initializer("linear.weight", random(10, channels));
    String bias = g.initializer("linear.bias", random(10));
    g.node("Gemm", List.of(flat, weight, bias), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 10).build();
  }

  private String conv(
      String x, String name, int out, int inPerGroup, int kernel, int padding, int groups) {
    String weight = g.initializer(name + ".weight", random(out, inPerGroup, kernel, kernel));
    return g.node(
        "Conv",
        List.of(x, weight),
        name,
        Map.of(
            "kernel_shape",
            new long[] {kernel, kernel},
            "pads",
            new long[] {padding, padding, padding, padding},
            "group",
            (long) groups));
  }

  private String norm(String x, String name, int channels) {
    float[] variance = new float[channels];
    Arrays.fill(variance, 1.5f);
    return g.node(
        "BatchNormalization",
        List.of(
            x,
            g.initializer(name + ".weight", random(channels)),
            g.initializer(name + ".bias", random(channels)),
            g.initializer(name + ".running_mean", random(channels)),
            g.initializer(name + ".running_var", Tensor.ofFloats(Shape.of(channels), variance))),
        name);
  }

  private String relu(String x, String name) {
    return g.node("Relu", List.of(x), name);
  }

  private String pool(String x, String name) {
    return g.node(
        "MaxPool",
        List.of(x),
        name,
        Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
  }

  /** Normal values scaled by the fan-in, so that activations keep their size. */
  private Tensor random(long... dims) {
    Tensor values = Graphs.random(seed++, dims);
    float scale = (float) Math.sqrt(2.0 / Math.max(1, values.shape().rowSize()));
    for (int i = 0; i < values.shape().size(); i++) {
      values.floats().put(i, values.floats().get(i) * scale);
    }
    return values;
  }
}
