package io.onnxfi.fault;

import io.onnxfi.tensor.Region;

/** Where in a model a fault is: some elements of a stored tensor or of a computed one. */
public sealed interface Site permits WeightSite, ActivationSite {
  /** The tensor's name in the model. */
  String tensor();

  /** Which of its elements. */
  Region region();
}
