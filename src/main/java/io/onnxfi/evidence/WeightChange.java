package io.onnxfi.evidence;

import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.ElementType;
import java.util.Optional;

/**
 * What a fault adds to one weight.
 *
 * @param tensor name of the initializer
 * @param element its row-major place
 * @param change finite
 */
record WeightChange(String tensor, long element, double change) {
  /** Whether another change is of the same weight. */
  boolean isInSameWeight(WeightChange other) {
    return element == other.element && tensor.equals(other.tensor);
  }

  /** That of an injection, if it changes one float weight by a finite number and nothing else. */
  static Optional<WeightChange> of(OnnxModel model, Injection injection) {
    if (!injection.values().isEmpty() || injection.edits().edits().size() != 1) {
      return Optional.empty();
    }
    TensorEdit edit = injection.edits().edits().get(0);
    boolean isFloat =
        model
            .initializer(edit.tensor())
            .filter(stored -> stored.type() == ElementType.FLOAT)
            .isPresent();
    if (!isFloat || edit.size() != 1) {
      return Optional.empty();
    }
    float before = Float.intBitsToFloat((int) model.elementBits(edit.tensor(), edit.first()));
    double[] after = new double[1];
    edit.forEach((position, bits) -> after[0] = Float.intBitsToFloat((int) bits));
    double change = after[0] - before;
    return Double.isFinite(change)
        ? Optional.of(new WeightChange(edit.tensor(), edit.first(), change))
        : Optional.empty();
  }
}
