package io.onnxfi.zoo;

import io.onnxfi.tensor.Tensor;

/** Where an architecture gets its values from: a checkpoint, or a random initialisation. */
@FunctionalInterface
public interface ParameterSource {
  /** The float values of one parameter, in its shape. */
  Tensor values(ParameterSpec parameter);
}
