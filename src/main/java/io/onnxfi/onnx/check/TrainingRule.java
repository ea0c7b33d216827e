package io.onnxfi.onnx.check;

import io.onnxfi.error.UnsupportedInputException;

/**
 * A model that is asked computes each sample's answer from that sample: no operator is in training
 * mode, in which it depends on the others of the batch or on chance.
 */
final class TrainingRule {
  private TrainingRule() {}

  /** Refuses an operator in training mode. */
  static void require(Call call) {
    switch (call.operator()) {
      case "BatchNormalization" -> normalization(call);
      case "Dropout" -> dropout(call);
      default -> {} // has no such mode
    }
  }

  private static void normalization(Call call) {
    if (Flags.read(call, "training_mode")) {
      throw new UnsupportedInputException(
          "%s, attribute training_mode: expected 0, found 1: in training mode, the result for an image depends"
                  .formatted(call.place())
              + " on the other images of its batch");
    }
  }

  private static void dropout(Call call) {
    if (!call.has(2)) {
      return;
    }
    Known mode = call.input(2);
    boolean off = mode.elements().map(of -> of.length == 1 && of[0] == 0).orElse(false);
    if (!off) {
      throw new UnsupportedInputException(
          "%s, training_mode (input 2): expected the constant false, found %s: in training it drops"
                  .formatted(call.place(), mode.elements().isPresent() ? "true" : "a value")
              + " at random");
    }
  }
}
