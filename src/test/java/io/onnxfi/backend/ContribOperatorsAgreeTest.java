package io.onnxfi.backend;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX Runtime's own operators, which its optimiser of transformers and its quantiser write into
 * files, in both frameworks. Integers must be equal.
 */
class ContribOperatorsAgreeTest {
  /** Functions differ by a few units in the last place, sums by their order. */
  private static final double TOLERANCE = 5e-5;

  /** Sums of products of 8 bits by 7 stay exact on processors that add pairs of them in 16 bits. */
  private static final int SEVEN_BITS = 63;

  private static Tensor scalar(float value) {
    return Tensor.ofFloats(Shape.of(), value);
  }

  private static Tensor normal(int seed, long... dims) {
    return Graphs.random(seed, dims);
  }

  private static Tensor positive(int seed, long... dims) {
    Tensor tensor = Graphs.random(seed, dims);
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.floats().put(i, Math.abs(tensor.floats().get(i)) * 0.01f + 0.001f);
    }
    return tensor;
  }

  /** Whole numbers from least to greatest. */
  private static Tensor whole(ElementType type, int least, int greatest, long... dims) {
    Tensor tensor = Tensor.allocate(type, Shape.of(dims));
    Random random = new Random(dims.length + least);
    for (long i = 0; i < tensor.shape().size(); i++) {
      tensor.putBits(i, random.nextInt(greatest - least + 1) + least & type.mask());
    }
    return tensor;
  }

  private static Tensor ints(long[] dims, int... values) {
    Tensor tensor = Tensor.allocate(ElementType.INT32, Shape.of(dims));
    for (int i = 0; i < values.length; i++) {
      tensor.putBits(i, values[i]);
    }
    return tensor;
  }

  private static Tensor one(ElementType type, int value) {
    return whole(type, value, value);
  }

  private static Tensor weights(long... dims) {
    return whole(ElementType.INT8, -SEVEN_BITS, SEVEN_BITS, dims);
  }

  /** A node of com.microsoft whose inputs are {@code x} and constants. */
  private static final class Contrib {
    private final GraphBuilder graph = new GraphBuilder("contrib", 17);
    private final String operator;
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, Object> attributes = new TreeMap<>();
    private ElementType yielded = ElementType.FLOAT;
    private final List<String> outputs = new ArrayList<>(List.of("y"));
    private int constants;

    Contrib(String operator, long... dims) {
      this.operator = operator;
      long[] batched = new long[dims.length + 1];
      batched[0] = ValueInfo.DYNAMIC;
      System.arraycopy(dims, 0, batched, 1, dims.length);
      graph.input("x", ElementType.FLOAT, batched);
    }

    /** The input as it is. */
    Contrib x() {
      inputs.add("x");
      return this;
    }

    /** The input as 8-bit integers of scale 0.03, with its scale and zero point behind it. */
    Contrib quantized(ElementType type, int zero) {
      return quantizedAlone(type, zero).with(scalar(0.03f)).with(one(type, zero));
    }

    /** The input as 8-bit integers of scale 0.03. */
    Contrib quantizedAlone(ElementType type, int zero) {
      String scale = graph.initializer("scale", scalar(0.03f));
      String point = graph.initializer("zero", one(type, zero));
      inputs.add(graph.node("QuantizeLinear", List.of("x", scale, point), "q"));
      return this;
    }

    /** Which elements of the input are above zero. */
    Contrib signs() {
      String zero = graph.initializer("zero", scalar(0));
      inputs.add(graph.node("Greater", List.of("x", zero), "above"));
      return this;
    }

    Contrib with(Tensor constant) {
      inputs.add(graph.initializer("c" + constants++, constant));
      return this;
    }

    Contrib without() {
      inputs.add("");
      return this;
    }

    Contrib set(String name, Object value) {
      attributes.put(name, value);
      return this;
    }

    Contrib yields(ElementType type) {
      yielded = type;
      return this;
    }

    /** A second output, which nobody reads. */
    Contrib withSecond() {
      outputs.add("second");
      return this;
    }

    OnnxModel build(int rank) {
      graph.node("com.microsoft." + operator, inputs, outputs, attributes);
      long[] open = new long[rank];
      Arrays.fill(open, ValueInfo.DYNAMIC);
      return graph.output("y", yielded, open).build();
    }
  }

  private static Contrib node(String operator, long... dims) {
    return new Contrib(operator, dims);
  }

  /** Over and from 8-bit integers, with and without a sign. */
  private static List<Arguments> quantized(ElementType type) {
    List<Arguments> all = new ArrayList<>();
    String suffix = " of " + type.label();
    int least = type == ElementType.INT8 ? -128 : 0;
    Tensor other = whole(type, least, least + 255, 6);
    for (String name : List.of("QLinearAdd", "QLinearMul")) {
      Contrib node = node(name, 5, 6).quantized(type, 3).with(other);
      node.with(scalar(0.02f)).with(one(type, 7)).with(scalar(0.05f)).with(one(type, 4));
      all.add(arguments(name + suffix, node.yields(type).build(3)));
    }
    for (String name : List.of("QLinearSigmoid", "QLinearLeakyRelu")) {
      Contrib node = node(name, 5, 6).quantized(type, 3).with(scalar(0.02f)).with(one(type, 4));
      all.add(arguments(name + suffix, node.yields(type).build(3)));
    }
    for (long[] form : new long[][] {{-1, 13}, {1, 13}, {1, 11}}) {
      Contrib node = node("QLinearSoftmax", 5, 6).quantized(type, 3);
      node.with(scalar(1 / 256f)).with(one(type, least)).set("axis", form[0]);
      all.add(
          arguments(
              "QLinearSoftmax of axis %d, opset %d%s".formatted(form[0], form[1], suffix),
              node.set("opset", form[1]).yields(type).build(3)));
    }
    Contrib where = node("QLinearWhere", 5, 6).signs().with(other).with(scalar(0.05f));
    where.with(one(type, 3)).with(whole(type, 0, 100, 5, 1)).with(scalar(0.03f));
    where.with(one(type, 2)).with(scalar(0.06f)).with(one(type, 9));
    all.add(arguments("QLinearWhere" + suffix, where.yields(type).build(3)));
    Contrib concat = node("QLinearConcat", 5, 6).with(scalar(0.06f)).with(one(type, 9));
    concat.quantized(type, 3).with(whole(type, 0, 100, 2, 5, 2)).with(scalar(0.04f));
    all.add(
        arguments(
            "QLinearConcat" + suffix,
            concat.with(one(type, 5)).set("axis", 2L).yields(type).build(3)));
    Contrib mean = node("QLinearGlobalAveragePool", 5, 4, 6).quantized(type, 3);
    mean.with(scalar(0.02f)).with(one(type, 9)).set("channels_last", 0L);
    all.add(arguments("QLinearGlobalAveragePool" + suffix, mean.yields(type).build(4)));
    return all;
  }

  private static List<Arguments> products() {
    ElementType bytes = ElementType.UINT8;
    Contrib gemm = node("QGemm", 20).quantized(bytes, 120).with(weights(20, 7));
    gemm.with(positive(1, 7)).with(weights(7)).with(whole(ElementType.INT32, -99, 99, 7));
    return List.of(
        arguments("QGemm", gemm.build(2)),
        arguments(
            "MatMulIntegerToFloat",
            node("MatMulIntegerToFloat", 20)
                .quantizedAlone(bytes, 120)
                .with(weights(20, 7))
                .with(scalar(0.03f))
                .with(positive(1, 7))
                .with(one(bytes, 120))
                .with(weights(7))
                .with(normal(2, 7))
                .build(2)),
        arguments(
            "DynamicQuantizeMatMul",
            node("DynamicQuantizeMatMul", 20)
                .x()
                .with(weights(20, 7))
                .with(positive(1, 7))
                .with(weights(7))
                .with(normal(2, 7))
                .build(2)));
  }

  private static List<Arguments> transformers() {
    Tensor mask = ints(new long[] {2, 5}, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
    return List.of(
        arguments("BiasGelu", node("BiasGelu", 5, 16).x().with(normal(1, 16)).build(3)),
        arguments("FastGelu", node("FastGelu", 5, 16).x().with(normal(1, 16)).build(3)),
        arguments("QuickGelu", node("QuickGelu", 5, 16).x().set("alpha", 1.5f).build(3)),
        arguments(
            "FusedMatMul",
            node("FusedMatMul", 5, 4)
                .x()
                .with(normal(1, 2, 6, 5))
                .set("transA", 1L)
                .set("transB", 1L)
                .set("alpha", 0.5f)
                .build(3)),
        arguments(
            "SkipLayerNormalization",
            node("SkipLayerNormalization", 5, 16)
                .x()
                .with(normal(1, 2, 5, 16))
                .with(normal(2, 16))
                .with(normal(3, 16))
                .with(normal(4, 16))
                .build(3)),
        arguments(
            "SkipSimplifiedLayerNormalization",
            node("SkipSimplifiedLayerNormalization", 5, 16)
                .x()
                .with(normal(1, 2, 5, 16))
                .with(normal(2, 16))
                .with(normal(3, 16))
                .set("epsilon", 1e-5f)
                .build(3)),
        arguments(
            "Attention",
            node("Attention", 5, 16)
                .x()
                .with(normal(1, 16, 48))
                .with(normal(2, 48))
                .with(mask)
                .set("num_heads", 4L)
                .build(3)),
        arguments(
            "QAttention",
            node("QAttention", 5, 16)
                .quantizedAlone(ElementType.UINT8, 120)
                .with(weights(16, 48))
                .with(normal(2, 48))
                .with(scalar(0.03f))
                .with(positive(3, 48))
                .with(ints(new long[] {2}, 5, 3))
                .with(one(ElementType.UINT8, 120))
                .with(whole(ElementType.INT8, -9, 9, 48))
                .set("num_heads", 4L)
                .build(3)),
        arguments(
            "QAttention with what is past, of each what was before",
            node("QAttention", 5, 16)
                .quantizedAlone(ElementType.UINT8, 120)
                .with(weights(16, 48))
                .with(normal(2, 48))
                .with(scalar(0.03f))
                .with(scalar(0.01f))
                .without()
                .with(one(ElementType.UINT8, 120))
                .with(one(ElementType.INT8, 0))
                .with(normal(4, 2, 2, 4, 3, 4))
                .withSecond()
                .set("num_heads", 4L)
                .set("unidirectional", 1L)
                .build(3)));
  }

  private static List<Arguments> recurrent() {
    List<Arguments> all = new ArrayList<>();
    for (int directions : new int[] {1, 2}) {
      String direction = directions == 1 ? "reverse" : "bidirectional";
      Contrib node = node("DynamicQuantizeLSTM", 3, 10).x();
      node.with(weights(directions, 10, 32)).with(weights(directions, 8, 32));
      node.with(normal(1, directions, 64)).without().without().without().without();
      node.with(positive(2, directions, 32)).with(whole(ElementType.INT8, 0, 0, directions, 32));
      node.with(positive(3, directions)).with(whole(ElementType.INT8, 0, 0, directions));
      node.set("hidden_size", 8L).set("direction", direction);
      all.add(arguments("DynamicQuantizeLSTM " + direction, node.build(4)));
    }
    return all;
  }

  /** Numbers of words are no input here: the input is added behind. */
  private static Arguments embedding() {
    GraphBuilder graph = new GraphBuilder("embedding", 17);
    graph.input("x", ElementType.FLOAT, 2, 5, 16);
    List<String> inputs = new ArrayList<>();
    Tensor[] tensors = {
      whole(ElementType.INT32, 0, 19, 2, 5),
      whole(ElementType.INT32, 0, 1, 2, 5),
      whole(ElementType.UINT8, 0, 255, 20, 16),
      whole(ElementType.UINT8, 0, 255, 9, 16),
      whole(ElementType.UINT8, 0, 255, 2, 16),
      whole(ElementType.UINT8, 0, 255, 16),
      whole(ElementType.UINT8, 0, 200, 16)
    };
    for (Tensor each : tensors) {
      inputs.add(graph.initializer("t" + inputs.size(), each));
    }
    inputs.add("");
    for (int i = 1; i <= 5; i++) {
      inputs.add(graph.initializer("scale" + i, scalar(0.01f * i)));
    }
    for (int i = 1; i <= 5; i++) {
      inputs.add(graph.initializer("zero" + i, one(ElementType.UINT8, 100 + i)));
    }
    graph.node(
        "com.microsoft.QEmbedLayerNormalization", inputs, List.of("embedded", "mask"), Map.of());
    graph.node("Add", List.of("x", "embedded"), "y");
    return arguments(
        "QEmbedLayerNormalization", graph.output("y", ElementType.FLOAT, 2, 5, 16).build());
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
            quantized(ElementType.UINT8),
            quantized(ElementType.INT8),
            products(),
            transformers(),
            recurrent(),
            List.of(embedding()))
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void shouldGiveTheSameInBothFrameworks(String name, OnnxModel model) {
    FrameworksAgree.require(name, model, TOLERANCE);
  }
}
