package io.onnxfi.campaign;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;

/** Faults that leave no model: they are outcomes and do not end a campaign. */
final class Crash {
  private Crash() {}

  /**
   * Whether a fault leaves no ONNX model: an extent, an axis, an index or a divisor that native
   * code must not see. Only such integers can; weights of any value are sound.
   */
  static boolean isCertain(OnnxModel model, EditSet edits) {
    EditSet integers = edits.among(tensor -> isInteger(model, tensor));
    if (integers.isEmpty()) {
      return false;
    }
    try {
      model.withEdits(integers).requireSound("the faulty model");
      return false;
    } catch (OnnxFiException e) {
      return true;
    }
  }

  private static boolean isInteger(OnnxModel model, String tensor) {
    ElementType type = model.initializer(tensor).orElseThrow().type();
    return type == ElementType.INT64 || type == ElementType.INT32;
  }
}
