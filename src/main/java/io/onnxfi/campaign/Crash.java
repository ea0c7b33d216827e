package io.onnxfi.campaign;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;

/** Faults that leave no model: they are outcomes and do not end a campaign. */
final class Crash {
  private Crash() {}

  /**
   * Whether a fault leaves no ONNX model: an extent, an axis, an index or a divisor that native
   * code must not see. Only such integers can; weights of any value are sound.
   */
  static boolean isCertain(OnnxModel model, ElementEdit edit) {
    ElementType type = model.initializer(edit.initializer()).orElseThrow().type();
    if (type != ElementType.INT64 && type != ElementType.INT32) {
      return false;
    }
    try {
      model.withElementBits(edit).requireSound("the faulty model");
      return false;
    } catch (OnnxFiException e) {
      return true;
    }
  }
}
