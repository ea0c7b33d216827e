package io.onnxfi.testing;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Random classifiers of 3×8×8 images with shapes that exporters and quantizers make: weights behind
 * other operators, in integers and narrow floats, read by bodies from outside.
 */
public final class RandomGraphs {
  /** A block of a graph: 8 channels in, 8 channels out. */
  public enum Part {
    CONVOLUTION,
    RESIDUAL,
    GROUPED,
    /** Two branches that read one shared factor, concatenated and reduced. */
    CONCATENATION,
    /** An int8 weight behind a DequantizeLinear. */
    DEQUANTIZED,
    /** Images quantized and back, the weight too. */
    QUANTIZED,
    IDENTITY_WEIGHT,
    /** A float16 weight that is cast. */
    CAST_WEIGHT,
    /** A weight [in, out, k, k] that is transposed. */
    TRANSPOSED_WEIGHT,
    /** Bodies that read images and weights from outside. */
    BRANCH,
    FLOAT16,
    FLOAT64,
    /** The batch as an integer, computed at run time. */
    RESHAPE
  }

  /** Parts that PyTorch (DJL) runs. */
  public static final Set<Part> PORTABLE =
      EnumSet.of(
          Part.CONVOLUTION,
          Part.RESIDUAL,
          Part.GROUPED,
          Part.CONCATENATION,
          Part.IDENTITY_WEIGHT,
          Part.TRANSPOSED_WEIGHT,
          Part.BRANCH);

  private static final int C = 8;

  private final GraphBuilder g = new GraphBuilder("random", 17);
  private final Random random;
  private String x = "image";

  private RandomGraphs(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A classifier [n, 3, 8, 8] to [n, 5].
   *
   * @param parts of it, in this order
   */
  public static OnnxModel of(long seed, List<Part> parts) {
    RandomGraphs graph = new RandomGraphs(seed);
    graph.begin();
    for (int i = 0; i < parts.size(); i++) {
      graph.add(parts.get(i), "b" + i);
    }
    return graph.end();
  }

  /** As many parts of a set, drawn at random. */
  public static List<Part> draw(long seed, int count, Set<Part> from) {
    Random random = new Random(seed);
    List<Part> all = List.copyOf(from);
    return random.ints(count, 0, all.size()).mapToObj(all::get).toList();
  }

  private void begin() {
    g.input("image", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 8, 8);
    x = relu(convolve("image", weight("stem.weight", C, 3, 3, 3), "stem", 1), "stem.relu");
  }

  private OnnxModel end() {
    x = g.node("GlobalAveragePool", List.of(x), "pool");
    x = g.node("Flatten", List.of(x), "flat");
    String turned = g.node("Transpose", List.of(weight("fc.weight", 5, C)), "fc.turned");
    g.node("MatMul", List.of(x, turned), "scores");
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
  }

  private void add(Part part, String name) {
    String w = name + ".weight";
    switch (part) {
      case CONVOLUTION -> x = relu(convolve(x, weight(w, C, C, 3, 3), name, 1), name + ".relu");
      case RESIDUAL -> {
        String y = relu(convolve(x, weight(w, C, C, 3, 3), name, 1), name + ".relu");
        y = convolve(y, weight(name + ".second", C, C, 3, 3), name + ".conv2", 1);
        x = relu(g.node("Add", List.of(x, y), name + ".sum"), name + ".out");
      }
      case GROUPED -> x = relu(convolve(x, weight(w, C, 2, 3, 3), name, 4), name + ".relu");
      case CONCATENATION -> {
        String factor = weight(w, 1, C, 1, 1);
        String a = relu(g.node("Mul", List.of(x, factor), name + ".a"), name + ".arelu");
        String b = convolve(x, weight(name + ".branch", C, C, 1, 1), name + ".b", 1);
        b = g.node("Mul", List.of(b, factor), name + ".bscaled");
        Map<String, Object> axis = Map.of("axis", 1L);
        String both = g.node("Concat", List.of(a, b), name + ".concat", axis);
        String reduce = weight(name + ".reduce", C, 2 * C, 1, 1);
        x = relu(convolve(both, reduce, name + ".reduced", 1), name + ".relu");
      }
      case DEQUANTIZED -> x = relu(convolve(x, dequantized(w), name, 1), name + ".relu");
      case QUANTIZED -> {
        String scale = g.initializer(name + ".xscale", Tensor.ofFloats(Shape.of(), 0.05f));
        String zero =
            g.initializer(name + ".xzero", Tensor.allocate(ElementType.UINT8, Shape.of()));
        String q = g.node("QuantizeLinear", List.of(x, scale, zero), name + ".q");
        String d = g.node("DequantizeLinear", List.of(q, scale, zero), name + ".dq");
        x = relu(convolve(d, dequantized(w), name, 1), name + ".relu");
      }
      case IDENTITY_WEIGHT -> {
        String same = g.node("Identity", List.of(weight(w, C, C, 3, 3)), name + ".same");
        x = relu(convolve(x, same, name, 1), name + ".relu");
      }
      case CAST_WEIGHT -> {
        String wide = cast(narrow(w, ElementType.FLOAT16, C, C, 3, 3), ElementType.FLOAT);
        x = relu(convolve(x, wide, name, 1), name + ".relu");
      }
      case TRANSPOSED_WEIGHT -> {
        Map<String, Object> order = Map.of("perm", new long[] {1, 0, 2, 3});
        String turned =
            g.node("Transpose", List.of(weight(w, C, C, 3, 3)), name + ".turned", order);
        x = relu(convolve(x, turned, name, 1), name + ".relu");
      }
      case BRANCH -> branch(name, w);
      case FLOAT16, FLOAT64 -> {
        ElementType type = part == Part.FLOAT16 ? ElementType.FLOAT16 : ElementType.DOUBLE;
        String y = cast(x, type);
        y = g.node("Mul", List.of(y, narrow(w, type, 1, C, 1, 1)), name + ".mul");
        y = relu(y, name + ".narrow");
        y = g.node("Add", List.of(y, narrow(name + ".shift", type, 1, C, 1, 1)), name + ".add");
        x = relu(cast(y, ElementType.FLOAT), name + ".relu");
      }
      case RESHAPE -> {
        String shape = g.node("Shape", List.of(x), name + ".shape");
        String y = relu(convolve(x, weight(w, C, C, 3, 3), name, 1), name + ".relu");
        x = g.node("Reshape", List.of(y, shape), name + ".reshaped");
      }
    }
  }

  private void branch(String name, String w) {
    Tensor truth = Tensor.allocate(ElementType.BOOL, Shape.of());
    truth.bytes().put(0, (byte) 1);
    String condition = g.node("Constant", List.of(), name + ".cond", Map.of("value", truth));
    weight(w, C, C, 3, 3);
    Map<String, Object> bodies =
        Map.of(
            "then_branch", body(name + ".then", w, "Relu"),
            "else_branch", body(name + ".else", w, "Abs"));
    x = relu(g.node("If", List.of(condition), name + ".if", bodies), name + ".relu");
  }

  private OnnxModel body(String name, String w, String opType) {
    GraphBuilder body = new GraphBuilder(name, 17);
    body.outer(x);
    body.outer(w);
    Map<String, Object> pads = Map.of("pads", new long[] {1, 1, 1, 1});
    body.node("Conv", List.of(x, w), name + ".conv", pads);
    body.node(opType, List.of(name + ".conv"), name + ".out");
    return body.output(name + ".out", ElementType.FLOAT, ValueInfo.DYNAMIC, C, 8, 8).build();
  }

  private String weight(String name, long... dims) {
    return g.initializer(name, values(dims));
  }

  private Tensor values(long... dims) {
    Tensor values = Graphs.random(random.nextLong(), dims);
    for (int i = 0; i < values.shape().size(); i++) {
      values.floats().put(i, values.floats().get(i) / 4);
    }
    return values;
  }

  private String narrow(String name, ElementType type, long... dims) {
    Tensor tensor = Tensor.allocate(type, Shape.of(dims));
    tensor.putFloats(values(dims).toFloatArray());
    return g.initializer(name, tensor);
  }

  private String dequantized(String name) {
    Tensor bytes = Tensor.allocate(ElementType.INT8, Shape.of(C, C, 3, 3));
    byte[] drawn = new byte[(int) bytes.shape().size()];
    random.nextBytes(drawn);
    bytes.bytes().put(drawn);
    g.initializer(name, bytes);
    String scale = g.initializer(name + ".scale", Tensor.ofFloats(Shape.of(), 0.003f));
    return g.node("DequantizeLinear", List.of(name, scale), name + ".float");
  }

  private String convolve(String from, String weight, String name, long groups) {
    long pad = name.endsWith(".b") || name.endsWith(".reduced") ? 0 : 1;
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape",
            new long[] {1 + 2 * pad, 1 + 2 * pad},
            "pads",
            new long[] {pad, pad, pad, pad},
            "group",
            groups);
    return g.node("Conv", List.of(from, weight), name + ".conv", attributes);
  }

  private String relu(String from, String name) {
    return g.node("Relu", List.of(from), name);
  }

  private String cast(String from, ElementType type) {
    Map<String, Object> to = Map.of("to", (long) type.code());
    return g.node("Cast", List.of(from), from + "." + type.label(), to);
  }
}
