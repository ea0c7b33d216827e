package io.onnxfi.onnx.check;

import io.onnxfi.error.UnsupportedInputException;
import java.util.Set;

/** A model is a function of its input: what a fault changes could not be told from chance. */
final class RandomRule {
  private static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  private RandomRule() {}

  /** Refuses operators that draw at random. */
  static void require(Place place) {
    if (RANDOM.contains(place.node().getOpType())) {
      throw new UnsupportedInputException(
          "%s: expected a function of its input, found an operator that draws at random"
              .formatted(place));
    }
  }
}
