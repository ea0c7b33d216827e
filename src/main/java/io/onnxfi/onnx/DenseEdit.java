package io.onnxfi.onnx;

import io.onnxfi.tensor.Tensor;
import java.util.Objects;

/**
 * New bits for all elements of an initializer.
 *
 * @param tensor its name
 * @param values its elements after the edit, of its type and shape; shared, so not to be written to
 */
public record DenseEdit(String tensor, Tensor values) implements TensorEdit {
  /** Checks that nothing is missing. */
  public DenseEdit {
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(values, "values");
  }

  @Override
  public long size() {
    return values.shape().size();
  }

  @Override
  public long first() {
    return 0;
  }

  @Override
  public long last() {
    return size() - 1;
  }

  @Override
  public void forEach(Element each) {
    for (long i = 0; i < size(); i++) {
      each.accept(i, values.bits(i));
    }
  }

  /** Only a part of a tensor can be without some of its elements. */
  @Override
  public DenseEdit from(long from) {
    if (from != 0) {
      throw new IllegalArgumentException("an edit of all elements, from element " + from);
    }
    return this;
  }
}
