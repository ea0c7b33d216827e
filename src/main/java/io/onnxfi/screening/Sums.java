package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;

/**
 * Steps of operators that add up.
 *
 * @param net that they are put into
 */
record Sums(NetworkBuilder net) {
  void convolution(Node node) {
    int[] image = net.image(node);
    float[] stored = net.floats(node, 1);
    Shape shape = net.constant(node.inputs().get(1)).orElseThrow().shape();
    Window window =
        Window.of(node, image, Math.toIntExact(shape.dim(2)), Math.toIntExact(shape.dim(3)));
    int filters = Math.toIntExact(shape.dim(0));
    Convolution map =
        new Convolution(
            doubles(stored), window, filters, Math.toIntExact(node.integer("group", 1)));
    net.use(node, 1, 0, 0);
    double[] offset = bias(node, filters, 1, window.outputs());
    net.sum(
        node,
        map,
        offset,
        Magnitudes.of(offset),
        shape.rowSize() + 1,
        filters,
        window.outputHeight(),
        window.outputWidth());
  }

  /** What is added: the third input times a factor, each of its elements for some results. */
  private double[] bias(Node node, int elements, double factor, int repeats) {
    double[] offset = new double[elements * repeats];
    if (node.input(2).isPresent()) {
      float[] bias = net.floats(node, 2);
      if (bias.length != elements) {
        throw new Unscreenable(node, "a bias that is spread");
      }
      net.use(node, 2, factor, repeats);
      Arrays.setAll(offset, e -> factor * bias[e / repeats]);
    }
    return offset;
  }

  void product(Node node) {
    int[] row = net.shape(node, 0);
    Shape shape = net.constant(node.inputs().get(1)).map(Tensor::shape).orElse(Shape.of());
    if (row.length != 1 || shape.rank() != 2 || node.integer("transA", 0) != 0) {
      throw new Unscreenable(node, "operands that are no rows and a matrix");
    }
    boolean transposed = node.integer("transB", 0) != 0;
    int outputs = Math.toIntExact(shape.dim(transposed ? 0 : 1));
    boolean gemm = node.opType().equals("Gemm");
    double alpha = gemm ? node.real("alpha", 1) : 1;
    double beta = gemm ? node.real("beta", 1) : 1;
    Matrix map = new Matrix(doubles(net.floats(node, 1)), outputs, row[0], transposed, alpha);
    net.use(node, 1, 0, 0);
    double[] offset = bias(node, outputs, beta, 1);
    net.sum(node, map, offset, Magnitudes.of(offset), row[0] + 1L, outputs);
  }

  void normalization(Node node) {
    int[] shape = net.shape(node, 0);
    float[] gamma = net.floats(node, 1);
    float[] beta = net.floats(node, 2);
    float[] mean = net.floats(node, 3);
    float[] variance = net.floats(node, 4);
    double epsilon = node.real("epsilon", 1e-5f);
    int perChannel = NetworkBuilder.size(shape) / shape[0];
    int[] sources = new int[NetworkBuilder.size(shape)];
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
    net.sum(node, new Moves(sources, factors), offset, constant, 2, shape);
  }

  void sum(Node node) {
    int[] shape = net.shape(node, 0);
    if (!Arrays.equals(shape, net.shape(node, 1))) {
      throw new Unscreenable(node, "operands that are spread");
    }
    LinearMap same = Moves.of(net.all(net.input(node, 0)));
    double[] none = new double[NetworkBuilder.size(shape)];
    net.put(
        node,
        net.linear(
            new int[] {net.input(node, 0), net.input(node, 1)},
            new LinearMap[] {same, same},
            none,
            none,
            2),
        shape);
  }

  void average(Node node) {
    int[] image = net.image(node);
    Window window = Window.ofKernel(node, image);
    Mean map = Mean.of(image[0], window, node.integer("count_include_pad", 0) != 0);
    average(
        node,
        map,
        (long) window.height() * window.width(),
        image[0],
        window.outputHeight(),
        window.outputWidth());
  }

  void mean(Node node) {
    int[] image = net.image(node);
    int[] one = {1, 1};
    Window window =
        new Window(image[1], image[2], image[1], image[2], 1, 1, one, one, new int[] {0, 0});
    average(node, Mean.of(image[0], window, true), window.inputs(), image[0], 1, 1);
  }

  private void average(Node node, Mean map, long terms, int... shape) {
    double[] none = new double[NetworkBuilder.size(shape)];
    net.sum(node, map, none, none, terms, shape);
  }

  private static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
