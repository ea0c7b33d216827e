package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.function.Supplier;

/**
 * A tensor that a file describes and nobody has read yet, so that its size costs nothing.
 *
 * @param type of the elements
 * @param shape extents
 * @param origin equal for tensors of one file that have the same elements for sure
 * @param source reads the elements, in read-only memory
 * @param madeOf what the elements are computed of; empty if they are in the file
 */
record StoredTensor(
    ElementType type, Shape shape, Object origin, Supplier<Tensor> source, String madeOf)
    implements Entry {
  /** Of elements that are in the file. */
  StoredTensor(ElementType type, Shape shape, Object origin, Supplier<Tensor> source) {
    this(type, shape, origin, source, "");
  }

  /** The elements. */
  Tensor read() {
    return source.get();
  }

  /** Type and shape, as {@link Tensor#toString} has them. */
  @Override
  public String toString() {
    return type.label() + shape;
  }
}
