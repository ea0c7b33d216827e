package io.onnxfi.zoo;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.List;
import java.util.Map;

/**
 * The layers that architectures for images are made of, each a node or a few, with PyTorch's names.
 *
 * <p>A layer called {@code X} yields the value {@code X} and owns the initializers {@code
 * X.weight}, {@code X.bias} and so on. A map is {@code [n, channels, height, width]}, a vector
 * {@code [n, features]}. Layers that do not fit the size of their input are refused with an {@link
 * UnsupportedInputException}.
 */
public final class Layers {
  /** Epsilon of batch normalisation unless an architecture says otherwise. */
  public static final float BATCH_NORM_EPSILON = 1e-5f;

  private static final long TO_THE_END = Long.MAX_VALUE;

  private final NetworkGraph graph;

  /** The linear layer before which inputs are dropped; none is called so if there is none. */
  private final String dropped;

  private final double ratio;

  Layers(NetworkGraph graph) {
    this(graph, "", 0);
  }

  private Layers(NetworkGraph graph, String dropped, double ratio) {
    this.graph = graph;
    this.dropped = dropped;
    this.ratio = ratio;
  }

  /** The same with a Dropout before a linear layer. */
  Layers dropping(String layer, double probability) {
    return new Layers(graph, layer, probability);
  }

  /** Where layers of another kind write themselves. */
  NetworkGraph graph() {
    return graph;
  }

  /** Convolution: weight {@code [out, in / groups, kernel, kernel]}, bias {@code [out]}. */
  public Feature conv(Feature x, String name, Convolution c) {
    long kernel = c.kernel();
    String weight =
        graph.parameter(
            name + ".weight", Role.WEIGHT, c.out(), x.channels() / c.groups(), kernel, kernel);
    Map<String, Object> attributes =
        Map.of(
            "group", (long) c.groups(),
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {c.stride(), c.stride()},
            "pads", new long[] {c.padding(), c.padding(), c.padding(), c.padding()});
    Shape shape = slide(x, name, c.out(), c.kernel(), c.stride(), c.padding());
    if (!c.biased()) {
      return graph.node("Conv", name, shape, attributes, x.name(), weight);
    }
    String bias = graph.parameter(name + ".bias", Role.BIAS, c.out());
    return graph.node("Conv", name, shape, attributes, x.name(), weight, bias);
  }

  /** Batch normalisation over the channels, with running statistics. */
  public Feature batchNorm(Feature x, String name) {
    return batchNorm(x, name, BATCH_NORM_EPSILON);
  }

  /**
   * Batch normalisation over the channels, with running statistics.
   *
   * @param epsilon added to the variance
   */
  public Feature batchNorm(Feature x, String name, float epsilon) {
    int channels = x.channels();
    return graph.node(
        "BatchNormalization",
        name,
        x.shape(),
        Map.of("epsilon", epsilon),
        x.name(),
        graph.parameter(name + ".weight", Role.SCALE, channels),
        graph.parameter(name + ".bias", Role.SHIFT, channels),
        graph.parameter(name + ".running_mean", Role.RUNNING_MEAN, channels),
        graph.parameter(name + ".running_var", Role.RUNNING_VARIANCE, channels));
  }

  /** Rectifier: max(0, x). */
  public Feature relu(Feature x, String name) {
    return graph.node("Relu", name, x.shape(), x.name());
  }

  /** Rectifier, named after what it rectifies. */
  public Feature relu(Feature x) {
    return relu(x, x.name() + ".relu");
  }

  /** Element by element sum of two values of one shape. */
  public Feature add(Feature a, Feature b, String name) {
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException("%s: %s and %s".formatted(name, a, b));
    }
    return graph.node("Add", name, a.shape(), a.name(), b.name());
  }

  /** Maps of one size behind one another, in this order. */
  public Feature concat(List<Feature> parts, String name) {
    long channels = parts.stream().mapToLong(Feature::channels).sum();
    String[] names = parts.stream().map(Feature::name).toArray(String[]::new);
    Shape shape = parts.get(0).shape().withBatch(channels);
    return graph.node("Concat", name, shape, Map.of("axis", 1L), names);
  }

  /**
   * Maximum over windows {@code kernel × kernel}; windows that do not fit are dropped.
   *
   * @param padding −∞ on all four sides
   */
  public Feature maxPool(Feature x, String name, int kernel, int stride, int padding) {
    return pool("MaxPool", x, name, kernel, stride, padding);
  }

  /**
   * The largest of each window; the last windows may reach beyond the map, as with PyTorch's {@code
   * ceil_mode}. What is beyond counts for nothing.
   */
  Feature maxPoolToTheEdge(Feature x, String name, int kernel, int stride) {
    int below = missing(x.shape().dim(1), kernel, stride);
    int right = missing(x.shape().dim(2), kernel, stride);
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {0, 0, below, right});
    Shape shape =
        Shape.of(
            x.channels(),
            (x.shape().dim(1) + below - kernel) / stride + 1,
            (x.shape().dim(2) + right - kernel) / stride + 1);
    return graph.node("MaxPool", name, shape, attributes, x.name());
  }

  /** Rows that the last window lacks. */
  private static int missing(long extent, int kernel, int stride) {
    return Math.floorMod(kernel - extent, stride);
  }

  /**
   * Mean over windows {@code kernel × kernel} without padding; those that do not fit are dropped.
   */
  public Feature averagePool(Feature x, String name, int kernel, int stride) {
    return pool("AveragePool", x, name, kernel, stride, 0);
  }

  private Feature pool(String type, Feature x, String name, int kernel, int stride, int padding) {
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {padding, padding, padding, padding});
    Shape shape = slide(x, name, x.channels(), kernel, stride, padding);
    return graph.node(type, name, shape, attributes, x.name());
  }

  /** The map that a sliding window makes, rounded down: PyTorch's {@code Conv2d}, "Shape". */
  private static Shape slide(
      Feature x, String name, int channels, int kernel, int stride, int padding) {
    long height = x.shape().dim(1) + 2L * padding - kernel;
    long width = x.shape().dim(2) + 2L * padding - kernel;
    if (height < 0 || width < 0) {
      throw new UnsupportedInputException(
          "the images are too small for this network: the %d×%d window of %s does not fit into %s"
              .formatted(kernel, kernel, name, x.shape()));
    }
    return Shape.of(channels, height / stride + 1, width / stride + 1);
  }

  /**
   * The option-A shortcut of He et al. 2016 (section 4.2) as published for CIFAR-10: every second
   * row and column, and zero channels, half before and half after.
   *
   * @param out channels afterwards
   */
  public Feature padShortcut(Feature x, String name, int out) {
    String every = name + ".subsample";
    long height = (x.shape().dim(1) + 1) / 2;
    long width = (x.shape().dim(2) + 1) / 2;
    Feature subsampled =
        graph.node(
            "Slice",
            every,
            Shape.of(x.channels(), height, width),
            x.name(),
            graph.constant(every + ".starts", 0, 0),
            graph.constant(every + ".ends", TO_THE_END, TO_THE_END),
            graph.constant(every + ".axes", 2, 3),
            graph.constant(every + ".steps", 2, 2));
    int before = (out - x.channels()) / 2;
    int after = out - x.channels() - before;
    String pads = graph.constant(name + ".pads", 0, before, 0, 0, 0, after, 0, 0);
    return graph.node("Pad", name, Shape.of(out, height, width), subsampled.name(), pads);
  }

  /** Mean over the whole map: a vector of its channels. */
  public Feature globalAveragePool(Feature x, String name) {
    Shape shape = Shape.of(x.channels(), 1, 1);
    return flatten(graph.node("GlobalAveragePool", name, shape, x.name()), name + ".flatten");
  }

  /** A map as a vector: channel by channel, row by row. */
  public Feature flatten(Feature x, String name) {
    return graph.node("Flatten", name, Shape.of(x.shape().size()), Map.of("axis", 1L), x.name());
  }

  /** Elements set to 0 with a probability while the network learns; else the same. */
  private Feature dropout(Feature x, String name, double probability) {
    String constant = graph.scalar(name + ".ratio", probability);
    return graph.node("Dropout", name, x.shape(), x.name(), constant);
  }

  /** Fully connected: {@code x · weightᵀ + bias}, weight {@code [out, in]}. */
  public Feature linear(Feature x, String name, int out) {
    Feature read = name.equals(dropped) ? dropout(x, name + ".dropout", ratio) : x;
    return graph.node(
        "Gemm",
        name,
        Shape.of(out),
        Map.of("transB", 1L),
        read.name(),
        graph.parameter(name + ".weight", Role.WEIGHT, out, x.channels()),
        graph.parameter(name + ".bias", Role.BIAS, out));
  }
}
