package io.onnxfi.zoo;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.Map;

/**
 * The layers that transformers are made of, over sequences {@code [n, tokens, width]}.
 *
 * <p>Names are as in {@link Layers}. The batch stands first in every value between layers, so that
 * a cut there takes images apart.
 */
final class TokenLayers {
  /** Of layer normalisation, as torchvision's vision transformers have it. */
  private static final float EPSILON = 1e-6f;

  private final Layers layers;
  private final NetworkGraph graph;

  TokenLayers(Layers layers) {
    this.layers = layers;
    this.graph = layers.graph();
  }

  /** Where layers of another kind write themselves. */
  NetworkGraph graph() {
    return graph;
  }

  String parameter(String name, Role role, long... dims) {
    return graph.parameter(name, role, dims);
  }

  Feature add(Feature a, Feature b, String name) {
    return layers.add(a, b, name);
  }

  /** A map as one token per patch of {@code size} × {@code size} pixels, row by row. */
  Feature patches(Feature x, String name, int width, int size) {
    if (x.shape().dim(1) % size != 0 || x.shape().dim(2) % size != 0) {
      throw new UnsupportedInputException(
          "%s: expected images whose sides are multiples of %d pixels, found %s"
              .formatted(name, size, x.shape()));
    }
    Feature map = layers.conv(x, name, Convolution.patches(width, size));
    long tokens = map.shape().dim(1) * map.shape().dim(2);
    Feature rows = graph.reshape(map, name + ".flatten", width, tokens);
    return graph.transpose(rows, name + ".tokens", 0, 2, 1);
  }

  /**
   * A learnt token {@code [1, 1, width]} before all others.
   *
   * <p>Both are padded with zeros to the full length and added: that is a concatenation (but for
   * the sign of zeros), without having to repeat the token for a batch whose size is not known yet.
   */
  Feature prepend(Feature x, String token, String name) {
    long count = x.shape().dim(0);
    Shape longer = Shape.of(count + 1, x.shape().dim(1));
    String front = graph.constant(name + ".front", 0, 1, 0, 0, 0, 0);
    String back = graph.constant(name + ".back", 0, 0, 0, 0, count, 0);
    Feature others = graph.node("Pad", name + ".others", longer, x.name(), front);
    Feature first = graph.node("Pad", name + ".first", longer, token, back);
    return add(others, first, name);
  }

  /** Adds a learnt vector to each place: parameter {@code [1, tokens, width]}. */
  Feature addPositions(Feature x, String name) {
    Shape shape = x.shape();
    String positions = parameter(name, Role.EMBEDDING, 1, shape.dim(0), shape.dim(1));
    return graph.node("Add", name + ".add", shape, x.name(), positions);
  }

  /** Each token normalised by itself. */
  Feature layerNorm(Feature x, String name) {
    long width = x.shape().dim(1);
    return graph.node(
        "LayerNormalization",
        name,
        x.shape(),
        Map.of("epsilon", EPSILON),
        x.name(),
        parameter(name + ".weight", Role.SCALE, width),
        parameter(name + ".bias", Role.SHIFT, width));
  }

  /** A linear layer over each token: weight {@code [out, in]}. */
  Feature linear(Feature x, String name, int out) {
    return linear(x, name, name + ".weight", name + ".bias", out);
  }

  /**
   * A linear layer over each token, with the names of its parameters.
   *
   * <p>A product of two matrices, with the tokens of all images as rows: so the weight keeps
   * PyTorch's layout and is read as it is.
   */
  Feature linear(Feature x, String name, String weight, String bias, int out) {
    long in = x.shape().dim(1);
    Feature rows =
        graph.node(
            "Reshape",
            name + ".rows",
            Shape.of(in),
            x.name(),
            graph.constant(name + ".rows.shape", -1, in));
    Feature product =
        graph.node(
            "Gemm",
            name + ".product",
            Shape.of(out),
            Map.of("transB", 1L),
            rows.name(),
            parameter(weight, Role.WEIGHT, out, in),
            parameter(bias, Role.BIAS, out));
    return graph.reshape(product, name, x.shape().dim(0), out);
  }

  /** Gaussian error linear unit, exact: x · ½ (1 + erf(x / √2)); Hendrycks and Gimpel 2016. */
  Feature gelu(Feature x, String name) {
    Shape shape = x.shape();
    String root = graph.scalar(name + ".sqrt_half", Math.sqrt(0.5));
    String one = graph.scalar(name + ".one", 1);
    String half = graph.scalar(name + ".half", 0.5);
    Feature scaled = graph.node("Mul", name + ".scaled", shape, x.name(), root);
    Feature erf = graph.node("Erf", name + ".erf", shape, scaled.name());
    Feature raised = graph.node("Add", name + ".raised", shape, erf.name(), one);
    Feature product = graph.node("Mul", name + ".product", shape, x.name(), raised.name());
    return graph.node("Mul", name, shape, product.name(), half);
  }

  /** The first token: a vector. */
  Feature first(Feature x, String name) {
    return layers.flatten(graph.slice(x, name + ".first", 1, 0, 1), name);
  }
}
