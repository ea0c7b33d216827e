package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import java.util.Map;

/** Layers that behave differently while training. */
final class NormalizationOperators {
  private static final float DEFAULT_DROPOUT = 0.5f;

  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "BatchNormalization", NormalizationOperators::batchNormalization,
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
