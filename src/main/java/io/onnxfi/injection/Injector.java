package io.onnxfi.injection;

import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.StoredBit;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;

/** Puts faults into models. Pure: a model that enters is not changed. */
public final class Injector {
  private Injector() {}

  /**
   * What a fault does to its element: the bits it has afterwards.
   *
   * @param site where the model stores the bit
   * @param fault how it changes the bit
   * @throws IllegalArgumentException if the model has no such initializer, or its elements no such
   *     bit
   */
  public static ElementEdit edit(OnnxModel model, StoredBit site, FaultModel fault) {
    long bits = model.elementBits(site.initializer(), site.index());
    ElementType type = model.initializer(site.initializer()).orElseThrow().type();
    if (site.bit() >= type.bits()) {
      throw new IllegalArgumentException(
          "%s has no bit %d: its elements are %s, bits 0 to %d"
              .formatted(site.initializer(), site.bit(), type.label(), type.bits() - 1));
    }
    return new ElementEdit(site.initializer(), site.index(), fault.apply(bits, site.bit()));
  }

  /** Whether an edit leaves its element as it is: a stuck-at on a bit that has that value. */
  public static boolean isMaskedByConstruction(OnnxModel model, ElementEdit edit) {
    return edit.bits() == model.elementBits(edit.initializer(), edit.index());
  }

  /** The model under the fault. */
  public static OnnxModel inject(OnnxModel model, StoredBit site, FaultModel fault) {
    return model.withElementBits(edit(model, site, fault));
  }
}
