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

  /** Dropout drops in training mode only. */
  static Known dropout(Call call) {
    if (call.has(2)) {
      boolean off =
          call.input(2).elements().map(mode -> mode.length == 1 && mode[0] == 0).orElse(false);
      if (!off) {
        throw new UnsupportedInputException(
            "%s, training_mode (input 2): expected the constant false, found %s: in training it drops"
                    .formatted(
                        call.place(), call.input(2).elements().isPresent() ? "true" : "a value")
                + " at random");
      }
    }
    return call.input(0).as(call.input(0).type());
  }
}
