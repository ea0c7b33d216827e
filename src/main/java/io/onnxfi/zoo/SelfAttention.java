package io.onnxfi.zoo;

import io.onnxfi.tensor.Shape;
import java.util.Map;

/**
 * Multi-head self-attention: Vaswani et al. 2017, "Attention Is All You Need", section 3.2, with
 * the parameters of PyTorch's {@code MultiheadAttention}.
 *
 * <p>Queries, keys and values come, in this order, from one product with {@code X.in_proj_weight}
 * {@code [3 · width, width]}; each head has its own {@code width / heads} of their features.
 */
final class SelfAttention {
  private final TokenLayers layers;
  private final NetworkGraph graph;
  private final String name;
  private final int heads;

  SelfAttention(TokenLayers layers, String name, int heads) {
    this.layers = layers;
    this.graph = layers.graph();
    this.name = name;
    this.heads = heads;
  }

  /** From {@code [n, tokens, width]} to the same shape. */
  Feature apply(Feature x) {
    int width = Math.toIntExact(x.shape().dim(1));
    Feature all =
        layers.linear(
            x, name + ".in_proj", name + ".in_proj_weight", name + ".in_proj_bias", 3 * width);
    Feature shares = shares(part(all, "queries", 0), part(all, "keys", 1));
    Feature values = part(all, "values", 2);
    Feature mixed =
        graph.node("MatMul", name + ".mixed", values.shape(), shares.name(), values.name());
    Feature turned = graph.transpose(mixed, name + ".turned", 0, 2, 1, 3);
    Feature joined = graph.reshape(turned, name + ".joined", x.shape().dim(0), width);
    return layers.linear(joined, name + ".out_proj", width);
  }

  /** A third of the features, as {@code [n, heads, tokens, size]}. */
  private Feature part(Feature all, String role, int third) {
    String part = name + "." + role;
    long width = all.shape().dim(1) / 3;
    Feature slice = graph.slice(all, part + ".slice", 2, third * width, (third + 1) * width);
    Feature apart = graph.reshape(slice, part + ".apart", all.shape().dim(0), heads, width / heads);
    return graph.transpose(apart, part, 0, 2, 1, 3);
  }

  /** How much each token takes of each other: {@code [n, heads, tokens, tokens]}, rows sum to 1. */
  private Feature shares(Feature queries, Feature keys) {
    long tokens = queries.shape().dim(1);
    double size = queries.shape().dim(2);
    String factor = graph.scalar(name + ".factor", 1 / Math.sqrt(size));
    Feature scaled = graph.node("Mul", name + ".scaled", queries.shape(), queries.name(), factor);
    Feature turned = graph.transpose(keys, name + ".keys.turned", 0, 1, 3, 2);
    Shape square = Shape.of(heads, tokens, tokens);
    Feature scores = graph.node("MatMul", name + ".scores", square, scaled.name(), turned.name());
    return graph.node("Softmax", name + ".shares", square, Map.of("axis", -1L), scores.name());
  }
}
