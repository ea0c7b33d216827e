package io.onnxfi.injection;

import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.onnx.OnnxModel;

/** Puts faults into models. Pure: a model that enters is not changed. */
public final class Injector {
  private Injector() {}

  /** What a fault does to its element: the bits it has afterwards. */
  public static ElementEdit edit(OnnxModel model, Fault fault) {
    FaultSite site = fault.site();
    long bits = model.elementBits(site.initializer(), site.index());
    return new ElementEdit(site.initializer(), site.index(), fault.model().apply(bits, site.bit()));
  }

  /** Whether the fault leaves its element as it is: a stuck-at on a bit that has that value. */
  public static boolean isMaskedByConstruction(OnnxModel model, Fault fault) {
    FaultSite site = fault.site();
    return edit(model, fault).bits() == model.elementBits(site.initializer(), site.index());
  }

  /** The model under the fault. */
  public static OnnxModel inject(OnnxModel model, Fault fault) {
    return model.withElementBits(edit(model, fault));
  }
}
