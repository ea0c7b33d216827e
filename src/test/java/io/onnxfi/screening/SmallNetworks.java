package io.onnxfi.screening;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random classifiers {@code [n, 2, 6, 6]} to {@code [n, 4]}, with an operator of each rule. */
final class SmallNetworks {
  static final int[] SAMPLE = {2, 6, 6};
  private static final int C = 4;

  private enum Part {
    NORMALIZED,
    RESIDUAL,
    GROUPED,
    DEPTHWISE,
    CONCATENATION,
    MAXIMUM,
    AVERAGE,
    SHORTCUT
  }

  private final GraphBuilder g = new GraphBuilder("small", 17);
  private final Random random;
  private String x;

  private SmallNetworks(long seed) {
    this.random = new Random(seed);
  }

  /** The network of a seed: the first eight have each part once in front. */
  static OnnxModel of(long seed) {
    SmallNetworks network = new SmallNetworks(seed);
    network.x = network.g.input("image", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 6, 6);
    network.x =
        network.g.node("Relu", List.of(network.convolve(network.x, 2, C, 3, 1, 1, "stem")), "r");
    Part[] parts = Part.values();
    network.add(parts[(int) (seed % parts.length)], "a");
    network.add(parts[network.random.nextInt(parts.length)], "b");
    return network.end();
  }

  private String weight(String name, double size, long... dims) {
    float[] values = new float[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return g.initializer(name, Tensor.ofFloats(Shape.of(dims), values));
  }

  private String convolve(
      String from, int in, int out, int kernel, int stride, int groups, String name) {
    double size = Math.sqrt(2.0 * groups / (in * kernel * kernel));
    String w = weight(name + ".weight", size, out, in / groups, kernel, kernel);
    String b = weight(name + ".bias", 0.1, out);
    long pad = kernel / 2;
    return g.node(
        "Conv",
        List.of(from, w, b),
        name,
        Map.of(
            "pads", new long[] {pad, pad, pad, pad},
            "strides", new long[] {stride, stride},
            "group", (long) groups));
  }

  private String normalize(String from, String name) {
    float[] variance = new float[C];
    for (int i = 0; i < C; i++) {
      variance[i] = 0.5f + random.nextFloat();
    }
    String v = g.initializer(name + ".variance", Tensor.ofFloats(Shape.of(C), variance));
    List<String> inputs =
        List.of(
            from,
            weight(name + ".scale", 1, C),
            weight(name + ".shift", 0.3, C),
            weight(name + ".mean", 0.3, C),
            v);
    return g.node("BatchNormalization", inputs, name);
  }

  private String six(String from, String name) {
    String low = g.initializer(name + ".low", Tensor.ofFloats(Shape.of(), 0));
    String high = g.initializer(name + ".high", Tensor.ofFloats(Shape.of(), 1.5f));
    return g.node("Clip", List.of(from, low, high), name);
  }

  private void add(Part part, String name) {
    String y = convolve(x, C, C, 3, 1, part == Part.GROUPED ? 2 : 1, name + ".conv");
    x =
        switch (part) {
          case NORMALIZED -> six(normalize(y, name + ".bn"), name);
          case RESIDUAL ->
              g.node("Relu", List.of(g.node("Add", List.of(x, y), name + ".sum")), name);
          case GROUPED -> g.node("LeakyRelu", List.of(y), name, Map.of("alpha", 0.2f));
          case DEPTHWISE ->
              g.node("Relu", List.of(convolve(y, C, C, 3, 2, C, name + ".depth")), name);
          case CONCATENATION ->
              convolve(
                  g.node("Concat", List.of(x, y), name + ".both", Map.of("axis", 1L)),
                  2 * C,
                  C,
                  1,
                  1,
                  1,
                  name);
          case MAXIMUM -> pool("MaxPool", y, name);
          case AVERAGE -> g.node("Relu", List.of(pool("AveragePool", y, name + ".pool")), name);
          case SHORTCUT -> shortcut(y, name);
        };
  }

  private String pool(String opType, String from, String name) {
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {2, 2},
            "strides", new long[] {2, 2},
            "pads", new long[] {1, 0, 1, 0});
    return g.node(opType, List.of(from), name, attributes);
  }

  /** Every second row, and channels of zeros beside it, as ResNets of CIFAR-10 have them. */
  private String shortcut(String from, String name) {
    String starts = g.initializer(name + ".starts", Tensor.ofLongs(Shape.of(1), 1));
    String ends = g.initializer(name + ".ends", Tensor.ofLongs(Shape.of(1), Long.MAX_VALUE));
    String axes = g.initializer(name + ".axes", Tensor.ofLongs(Shape.of(1), 2));
    String steps = g.initializer(name + ".steps", Tensor.ofLongs(Shape.of(1), 2));
    String pads =
        g.initializer(name + ".pads", Tensor.ofLongs(Shape.of(8), 0, 0, 1, 0, 0, 0, 0, 1));
    String sliced = g.node("Slice", List.of(from, starts, ends, axes, steps), name + ".sliced");
    return g.node("Relu", List.of(g.node("Pad", List.of(sliced, pads), name + ".padded")), name);
  }

  private OnnxModel end() {
    String pooled = g.node("GlobalAveragePool", List.of(x), "pooled");
    String flat = g.node("Flatten", List.of(pooled), "flat");
    List<String> inputs = List.of(flat, weight("fc.weight", 0.7, 4, C), weight("fc.bias", 0.1, 4));
    g.node("Gemm", inputs, "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 4).build();
  }
}
