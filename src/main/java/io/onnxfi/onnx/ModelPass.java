package io.onnxfi.onnx;

/** A rewriting of a model, with what it needs and what it promises. */
public interface ModelPass {
  /**
   * Requires that the model can be rewritten.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if not, naming the node or tensor
   */
  void requires(OnnxModel model);

  /** The rewritten model. */
  OnnxModel apply(OnnxModel model);

  /**
   * Requires that the rewriting kept what it promises.
   *
   * @throws IllegalStateException if not, which is a defect of the pass
   */
  void ensures(OnnxModel before, OnnxModel after);

  /**
   * The rewritten model, checked before and after.
   *
   * @param where the model comes from, for messages
   * @throws io.onnxfi.error.OnnxFiException if the model cannot be rewritten
   */
  default OnnxModel run(OnnxModel model, String where) {
    requires(model);
    OnnxModel after = apply(model);
    after.requireSound(where);
    if (!after.inputs().equals(model.inputs())) {
      throw new IllegalStateException("the pass changed the inputs of " + where);
    }
    ensures(model, after);
    return after;
  }
}
