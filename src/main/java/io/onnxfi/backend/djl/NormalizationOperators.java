package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.Map;

/** Normalisation, and dropout, which is placed like it. */
final class NormalizationOperators {
  private static final float DEFAULT_DROPOUT = 0.5f;

  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "BatchNormalization", NormalizationOperators::batchNormalization,
          "LayerNormalization", NormalizationOperators::layerNormalization,
          "Dropout", NormalizationOperators::dropout);

  private NormalizationOperators() {}

  /** x {@code [n, C, …]}; scale, shift, running mean and running variance {@code [C]}. */
  private static Operator batchNormalization(NodeReader reader) {
    reader.allow("epsilon", "momentum", "training_mode");
    reader.require(reader.node().integer("training_mode", 0) == 0, "training_mode 1");
    float epsilon = reader.node().real("epsilon", 1e-5f);
    float momentum = reader.node().real("momentum", 0.9f);
    return (inputs, training) ->
        BatchNorm.batchNorm(
                inputs.get(0),
                inputs.get(3),
                inputs.get(4),
                inputs.get(1),
                inputs.get(2),
                1,
                momentum,
                epsilon,
                training)
            .singletonOrThrow();
  }

  /** Over all axes from one on; scale and, optionally, shift have the extents of those axes. */
  private static Operator layerNormalization(NodeReader reader) {
    reader.allow("axis", "epsilon", "stash_type");
    reader.require(reader.node().integer("stash_type", 1) == 1, "stash_type other than 1");
    int axis = Math.toIntExact(reader.node().integer("axis", -1));
    float epsilon = reader.node().real("epsilon", 1e-5f);
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      NDArray scale = inputs.get(1);
      int rank = x.getShape().dimension();
      Shape normalized = x.getShape().slice(axis < 0 ? axis + rank : axis);
      if (inputs.size() > 2 && inputs.get(2) != null) {
        return LayerNorm.layerNorm(x, normalized, scale, inputs.get(2), epsilon).singletonOrThrow();
      }
      try (NDArray unshifted = scale.zerosLike()) {
        return LayerNorm.layerNorm(x, normalized, scale, unshifted, epsilon).singletonOrThrow();
      }
    };
  }

  /** The identity unless training; the ratio may come as a constant second input. */
  private static Operator dropout(NodeReader reader) {
    reader.allow("seed");
    float ratio = reader.constantScalar(1, DEFAULT_DROPOUT);
    reader.require(reader.node().input(2).isEmpty(), "training_mode as an input");
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      return training
          ? Dropout.dropout(x, ratio, true).singletonOrThrow()
          : x.reshape(x.getShape());
    };
  }
}
