package io.onnxfi.fault;

import io.onnxfi.tensor.Region;
import java.util.random.RandomGenerator;

/** Where in a model a fault is: some elements of a stored tensor or of a computed one. */
public sealed interface Site permits WeightSite, ActivationSite {
  /** The tensor's name in the model. */
  String tensor();

  /** How many of its elements; at least so many if that depends on what is drawn. */
  long size();

  /** Whether anything about its elements is drawn. */
  boolean isRandom();

  /** Which elements; what is open is drawn from the generator, which is asked for nothing else. */
  Region region(RandomGenerator random);
}
