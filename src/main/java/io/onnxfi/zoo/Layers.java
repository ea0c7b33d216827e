package io.onnxfi.zoo;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The layers that architectures are made of, each a node or a few, with PyTorch's names.
 *
 * <p>A layer called {@code X} yields the value {@code X} and owns the initializers {@code
 * X.weight}, {@code X.bias} and so on. Shapes that operators take as inputs are Constant nodes, so
 * that the initializers are exactly the published parameters.
 */
public final class Layers {
  /** Epsilon of batch normalisation unless an architecture says otherwise. */
  public static final float BATCH_NORM_EPSILON = 1e-5f;

  private static final long TO_THE_END = Long.MAX_VALUE;

  private final GraphBuilder graph;
  private final ParameterSource source;

  private Layers(GraphBuilder graph, ParameterSource source) {
    this.graph = graph;
    this.source = source;
  }

  static OnnxModel graph(Architecture architecture, ParameterSource source) {
    GraphBuilder graph = new GraphBuilder(architecture.name(), Architecture.OPSET);
    ImageSize size = architecture.input();
    String input =
        graph.input(
            Architecture.INPUT,
            ElementType.FLOAT,
            ValueInfo.DYNAMIC,
            size.channels(),
            size.height(),
            size.width());
    Layers layers = new Layers(graph, source);
    Feature logits = architecture.body().apply(layers, new Feature(input, size.channels()));
    graph.output(logits.name(), ElementType.FLOAT, ValueInfo.DYNAMIC, architecture.classes());
    return graph.build();
  }

  /**
   * Square convolution without bias: weight {@code [out, in, kernel, kernel]}.
   *
   * @param padding zeros on all four sides
   */
  public Feature conv(Feature x, String name, int out, int kernel, int stride, int padding) {
    String weight = parameter(name + ".weight", Role.WEIGHT, out, x.channels(), kernel, kernel);
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {padding, padding, padding, padding});
    return new Feature(graph.node("Conv", List.of(x.name(), weight), name, attributes), out);
  }

  /** Batch normalisation over axis 1, with running statistics. */
  public Feature batchNorm(Feature x, String name) {
    int channels = x.channels();
    List<String> inputs =
        List.of(
            x.name(),
            parameter(name + ".weight", Role.SCALE, channels),
            parameter(name + ".bias", Role.SHIFT, channels),
            parameter(name + ".running_mean", Role.RUNNING_MEAN, channels),
            parameter(name + ".running_var", Role.RUNNING_VARIANCE, channels));
    Map<String, Object> attributes = Map.of("epsilon", BATCH_NORM_EPSILON);
    return new Feature(graph.node("BatchNormalization", inputs, name, attributes), channels);
  }

  /** Rectifier: max(0, x). */
  public Feature relu(Feature x, String name) {
    return new Feature(graph.node("Relu", List.of(x.name()), name), x.channels());
  }

  /** Element by element sum of two values of one shape. */
  public Feature add(Feature a, Feature b, String name) {
    return new Feature(graph.node("Add", List.of(a.name(), b.name()), name), a.channels());
  }

  /** Maximum over windows {@code kernel × kernel}, without padding. */
  public Feature maxPool(Feature x, String name, int kernel, int stride) {
    Map<String, Object> attributes =
        Map.of("kernel_shape", new long[] {kernel, kernel}, "strides", new long[] {stride, stride});
    return new Feature(graph.node("MaxPool", List.of(x.name()), name, attributes), x.channels());
  }

  /**
   * The option-A shortcut of He et al. 2016 (section 4.2) as published for CIFAR-10: every second
   * row and column, and zero channels, half before and half after.
   *
   * @param out channels afterwards
   */
  public Feature padShortcut(Feature x, String name, int out) {
    String every = name + ".subsample";
    String subsampled =
        graph.node(
            "Slice",
            List.of(
                x.name(),
                constant(every + ".starts", 0, 0),
                constant(every + ".ends", TO_THE_END, TO_THE_END),
                constant(every + ".axes", 2, 3),
                constant(every + ".steps", 2, 2)),
            every);
    int before = (out - x.channels()) / 2;
    int after = out - x.channels() - before;
    String pads = constant(name + ".pads", 0, before, 0, 0, 0, after, 0, 0);
    return new Feature(graph.node("Pad", List.of(subsampled, pads), name), out);
  }

  /** Mean over the whole map, then {@code [n, channels]}. */
  public Feature globalAveragePool(Feature x, String name) {
    String pooled = graph.node("GlobalAveragePool", List.of(x.name()), name);
    Map<String, Object> attributes = Map.of("axis", 1L);
    String flat = graph.node("Flatten", List.of(pooled), name + ".flatten", attributes);
    return new Feature(flat, x.channels());
  }

  /** Fully connected: {@code x · weightᵀ + bias}, weight {@code [out, in]}. */
  public Feature linear(Feature x, String name, int out) {
    List<String> inputs =
        List.of(
            x.name(),
            parameter(name + ".weight", Role.WEIGHT, out, x.channels()),
            parameter(name + ".bias", Role.BIAS, out));
    return new Feature(graph.node("Gemm", inputs, name, Map.of("transB", 1L)), out);
  }

  private String parameter(String name, Role role, long... dims) {
    ParameterSpec spec = new ParameterSpec(name, Shape.of(dims), role);
    Tensor values = source.values(spec);
    if (!values.shape().equals(spec.shape())) {
      throw new IllegalArgumentException(
          "parameter %s: expected %s, found %s".formatted(name, spec.shape(), values.shape()));
    }
    return graph.initializer(name, values);
  }

  private String constant(String name, long... values) {
    Tensor tensor = Tensor.ofLongs(Shape.of(values.length), values);
    return graph.node("Constant", new ArrayList<>(), name, Map.of("value", tensor));
  }
}
