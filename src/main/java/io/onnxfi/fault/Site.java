package io.onnxfi.fault;

import io.onnxfi.tensor.Region;
import java.util.random.RandomGenerator;

/** Where in a model a fault is: some elements of a stored tensor or of a computed one. */
public sealed interface Site permits WeightSite, ActivationSite {
  /** The tensor's name in the model. */
  String tensor();

  /** Which of its elements. */
  Footprint footprint();

  /** How many of its elements; at least so many if that depends on what is drawn. */
  default long size() {
    return footprint().size();
  }

  /** Whether anything about its elements is drawn. */
  default boolean isRandom() {
    return footprint().isRandom();
  }

  /** Which elements; what is open is drawn from the generator, which is asked for nothing else. */
  default Region region(RandomGenerator random) {
    return footprint().region(random);
  }
}
