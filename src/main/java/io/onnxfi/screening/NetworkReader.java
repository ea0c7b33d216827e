package io.onnxfi.screening;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the steps of a model's nodes. */
final class NetworkReader {
  /** Factors, roots, divisions of a normalisation that a runtime makes a part of a convolution. */
  private static final int SCALING = 10;

  private static final int IMAGE_RANK = 3;

  private final OnnxModel model;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<int[]> shapes = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Network.WeightUse> weights = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final Map<String, Tensor> constants = new HashMap<>();

  /** The most terms of a sum so far: a runtime may take what is added to it into the same sum. */
  private long most = 1;

  private NetworkReader(OnnxModel model) {
    this.model = model;
  }

  /**
   * Reads a model of one float input.
   *
   * @param sample shape of a sample, without the batch
   * @throws Unscreenable if a node has no rule
   */
  static Network read(OnnxModel model, int... sample) {
    return new NetworkReader(model).read(sample);
  }

  private Network read(int... sample) {
    ValueInfo input = model.inputs().get(0);
    places.put(input.name(), 0);
    shapes.add(sample);
    for (Node node : model.nodes()) {
      if (node.opType().equals("Constant") && node.hasAttribute("value")) {
        node.tensor("value").ifPresent(value -> constants.put(node.outputs().get(0), value));
      } else {
        add(node);
      }
    }
    Integer output = places.get(model.outputNames().get(0));
    if (output == null || output != steps.size()) {
      throw new Unscreenable(
          model.nodes().get(model.nodes().size() - 1), "a graph that does not end with its scores");
    }
    weights.keySet().removeAll(shared);
    return new Network(size(sample), steps, weights);
  }

  private void add(Node node) {
    if (!node.domain().isEmpty() && !node.domain().equals("ai.onnx")) {
      throw new Unscreenable(node, "operators of " + node.domain());
    }
    switch (node.opType()) {
      case "Conv" -> convolution(node);
      case "Gemm", "MatMul" -> product(node);
      case "BatchNormalization" -> normalization(node);
      case "Relu" -> kink(node, 0, Double.POSITIVE_INFINITY, 0);
      case "LeakyRelu" -> leaky(node);
      case "Clip" -> clip(node);
      case "Add" -> sum(node);
      case "MaxPool" -> maximum(node);
      case "AveragePool" -> average(node);
      case "GlobalAveragePool" -> mean(node);
      case "Concat" -> concat(node);
      case "Identity", "Dropout" -> move(node, all(input(node, 0)), shape(node, 0));
      case "Flatten", "Reshape" -> flatten(node);
      case "Slice" -> new Slices(this::constant).read(node, shape(node, 0), this::move);
      case "Pad" -> new Pads(this::constant).read(node, shape(node, 0), this::move);
      default -> throw new Unscreenable(node, "the operator");
    }
  }

  // What nodes read.

  private int input(Node node, int i) {
    Integer place = places.get(node.inputs().get(i));
    if (place == null) {
      throw new Unscreenable(node, "constants in this place");
    }
    return place;
  }

  private int[] shape(Node node, int i) {
    return shapes.get(input(node, i));
  }

  private int[] image(Node node) {
    int[] shape = shape(node, 0);
    if (shape.length != IMAGE_RANK) {
      throw new Unscreenable(node, "values that are no images");
    }
    return shape;
  }

  static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private Optional<Tensor> constant(String name) {
    if (constants.containsKey(name)) {
      return Optional.of(constants.get(name));
    }
    return model.initializer(name).map(Initializer::name).map(model::tensor);
  }

  private float[] floats(Node node, int i) {
    String name = node.inputs().get(i);
    Tensor tensor = constant(name).orElseThrow(() -> new Unscreenable(node, "computed weights"));
    if (tensor.type() != ElementType.FLOAT) {
      throw new Unscreenable(node, "weights of type " + tensor.type());
    }
    return tensor.toFloatArray();
  }

  private static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  // What they make.

  private void put(Node node, Step step, int... shape) {
    if (node.outputs().stream().filter(name -> !name.isEmpty()).count() != 1) {
      throw new Unscreenable(node, "several outputs");
    }
    if (step.size() != size(shape)) {
      throw new IllegalStateException(node.name() + ": " + step.size() + " elements");
    }
    steps.add(step);
    shapes.add(shape);
    places.put(node.outputs().get(0), steps.size());
  }

  private void use(Node node, int i, double bias, int repeats) {
    String name = node.inputs().get(i);
    if (constants.containsKey(name)) {
      return;
    }
    Network.WeightUse use = new Network.WeightUse(steps.size(), bias, repeats, floats(node, i));
    if (weights.put(name, use) != null) {
      shared.add(name);
    }
  }

  private LinearStep linear(
      int[] reads, LinearMap[] maps, double[] offset, double[] constant, long terms) {
    most = Math.max(most, terms);
    return new LinearStep(reads, maps, offset, constant, most + SCALING);
  }

  private void convolution(Node node) {
    int[] image = image(node);
    float[] stored = floats(node, 1);
    Shape shape = constant(node.inputs().get(1)).orElseThrow().shape();
    Window window =
        Window.of(node, image, Math.toIntExact(shape.dim(2)), Math.toIntExact(shape.dim(3)));
    int filters = Math.toIntExact(shape.dim(0));
    Convolution map =
        new Convolution(
            doubles(stored), window, filters, Math.toIntExact(node.integer("group", 1)));
    use(node, 1, 0, 0);
    double[] offset = new double[filters * window.outputs()];
    if (node.input(2).isPresent()) {
      float[] bias = floats(node, 2);
      use(node, 2, 1, window.outputs());
      Arrays.setAll(offset, e -> bias[e / window.outputs()]);
    }
    put(
        node,
        linear(
            new int[] {input(node, 0)},
            new LinearMap[] {map},
            offset,
            Magnitudes.of(offset),
            shape.rowSize() + 1),
        filters,
        window.outputHeight(),
        window.outputWidth());
  }

  private void product(Node node) {
    int[] row = shape(node, 0);
    Shape shape = constant(node.inputs().get(1)).map(Tensor::shape).orElse(Shape.of());
    if (row.length != 1 || shape.rank() != 2 || node.integer("transA", 0) != 0) {
      throw new Unscreenable(node, "operands that are no rows and a matrix");
    }
    boolean transposed = node.integer("transB", 0) != 0;
    int outputs = Math.toIntExact(shape.dim(transposed ? 0 : 1));
    boolean gemm = node.opType().equals("Gemm");
    double alpha = gemm ? node.real("alpha", 1) : 1;
    double beta = gemm ? node.real("beta", 1) : 1;
    Matrix map = new Matrix(doubles(floats(node, 1)), outputs, row[0], transposed, alpha);
    use(node, 1, 0, 0);
    double[] offset = new double[outputs];
    if (gemm && node.input(2).isPresent()) {
      float[] bias = floats(node, 2);
      if (bias.length != outputs) {
        throw new Unscreenable(node, "a bias that is spread");
      }
      use(node, 2, beta, 1);
      Arrays.setAll(offset, e -> beta * bias[e]);
    }
    put(
        node,
        linear(
            new int[] {input(node, 0)},
            new LinearMap[] {map},
            offset,
            Magnitudes.of(offset),
            row[0] + 1L),
        outputs);
  }

  private void normalization(Node node) {
    int[] shape = shape(node, 0);
    float[] gamma = floats(node, 1);
    float[] beta = floats(node, 2);
    float[] mean = floats(node, 3);
    float[] variance = floats(node, 4);
    double epsilon = node.real("epsilon", 1e-5f);
    int perChannel = size(shape) / shape[0];
    int[] sources = new int[size(shape)];
    double[] factors = new double[sources.length];
    double[] offset = new double[sources.length];
    double[] constant = new double[sources.length];
    for (int e = 0; e < sources.length; e++) {
      int channel = e / perChannel;
      sources[e] = e;
      factors[e] = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
      offset[e] = beta[channel] - factors[e] * mean[channel];
      constant[e] = Math.abs(beta[channel]) + Math.abs(factors[e] * mean[channel]);
    }
    put(
        node,
        linear(
            new int[] {input(node, 0)},
            new LinearMap[] {new Moves(sources, factors)},
            offset,
            constant,
            2),
        shape);
  }

  private void kink(Node node, double low, double high, double below) {
    int[] shape = shape(node, 0);
    put(node, new KinkStep(new int[] {input(node, 0)}, size(shape), low, high, below), shape);
  }

  private void leaky(Node node) {
    float alpha = node.real("alpha", 0.01f);
    if (alpha < 0 || alpha > 1) {
      throw new Unscreenable(node, "a slope of " + alpha);
    }
    kink(node, 0, Double.POSITIVE_INFINITY, alpha);
  }

  private void clip(Node node) {
    kink(
        node,
        limit(node, 1, "min", Float.NEGATIVE_INFINITY),
        limit(node, 2, "max", Float.POSITIVE_INFINITY),
        0);
  }

  private double limit(Node node, int i, String attribute, float fallback) {
    return node.input(i).isPresent() ? floats(node, i)[0] : node.real(attribute, fallback);
  }

  private void sum(Node node) {
    int[] shape = shape(node, 0);
    if (!Arrays.equals(shape, shape(node, 1))) {
      throw new Unscreenable(node, "operands that are spread");
    }
    LinearMap same = Moves.of(all(input(node, 0)));
    double[] none = new double[size(shape)];
    put(
        node,
        linear(
            new int[] {input(node, 0), input(node, 1)},
            new LinearMap[] {same, same},
            none,
            none,
            2),
        shape);
  }

  private int[] all(int place) {
    int[] all = new int[size(shapes.get(place))];
    Arrays.setAll(all, e -> e);
    return all;
  }

  private void maximum(Node node) {
    int[] image = image(node);
    Window window = kernel(node, image);
    put(
        node,
        new MaxStep(new int[] {input(node, 0)}, image[0], window),
        image[0],
        window.outputHeight(),
        window.outputWidth());
  }

  private static Window kernel(Node node, int... image) {
    long[] kernel = node.integers("kernel_shape");
    return Window.of(node, image, Math.toIntExact(kernel[0]), Math.toIntExact(kernel[1]));
  }

  private void average(Node node) {
    int[] image = image(node);
    Window window = kernel(node, image);
    Mean map = Mean.of(image[0], window, node.integer("count_include_pad", 0) != 0);
    average(
        node,
        map,
        (long) window.height() * window.width(),
        image[0],
        window.outputHeight(),
        window.outputWidth());
  }

  private void mean(Node node) {
    int[] image = image(node);
    int[] one = {1, 1};
    Window window =
        new Window(image[1], image[2], image[1], image[2], 1, 1, one, one, new int[] {0, 0});
    average(node, Mean.of(image[0], window, true), window.inputs(), image[0], 1, 1);
  }

  private void average(Node node, Mean map, long terms, int... shape) {
    double[] none = new double[size(shape)];
    put(node, linear(new int[] {input(node, 0)}, new LinearMap[] {map}, none, none, terms), shape);
  }

  private void concat(Node node) {
    int[] shape = shape(node, 0).clone();
    if (node.integer("axis", 1) != 1) {
      throw new Unscreenable(node, "another axis than that of channels");
    }
    int inputs = node.inputs().size();
    int[] reads = new int[inputs];
    int[] sizes = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      reads[i] = input(node, i);
      sizes[i] = size(shape(node, i));
    }
    shape[0] = Arrays.stream(reads).map(place -> shapes.get(place)[0]).sum();
    LinearMap[] maps = new LinearMap[inputs];
    int from = 0;
    for (int i = 0; i < inputs; i++) {
      int[] sources = new int[size(shape)];
      Arrays.fill(sources, -1);
      for (int e = 0; e < sizes[i]; e++) {
        sources[from + e] = e;
      }
      maps[i] = Moves.of(sources);
      from += sizes[i];
    }
    double[] none = new double[size(shape)];
    put(node, new LinearStep(reads, maps, none, none, 0), shape);
  }

  private void flatten(Node node) {
    int size = size(shape(node, 0));
    boolean rows =
        node.opType().equals("Flatten")
            ? node.integer("axis", 1) == 1
            : constant(node.inputs().get(1)).filter(to -> isRows(to, size)).isPresent();
    if (!rows) {
      throw new Unscreenable(node, "another form than rows");
    }
    move(node, all(input(node, 0)), size);
  }

  private static boolean isRows(Tensor shape, int size) {
    long[] dims = new long[Math.toIntExact(shape.shape().size())];
    shape.longs().get(dims);
    return dims.length == 2 && dims[0] <= 0 && (dims[1] == size || (dims[1] == -1 && dims[0] == 0));
  }

  private void move(Node node, int[] sources, int... shape) {
    double[] none = new double[size(shape)];
    put(
        node,
        new LinearStep(
            new int[] {input(node, 0)}, new LinearMap[] {Moves.of(sources)}, none, none, 0),
        shape);
  }
}
