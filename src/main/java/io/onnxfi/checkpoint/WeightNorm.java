package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * A weight that is stored as its size and its direction: {@code g * v / ‖v‖} (Salimans and Kingma
 * 2016, arXiv:1602.07868, eq. 2), the norm over all axes but one.
 *
 * <p>PyTorch computes {@code v * (g / ‖v‖)} in the type of the tensors, and so is it done here, but
 * for the sum of squares: PyTorch adds it up in an order that depends on the processor, here it is
 * rounded once. The last three bits of a float may differ.
 */
final class WeightNorm {
  private WeightNorm() {}

  /**
   * The weight, to be read later; empty if the two cannot be one.
   *
   * @param g sizes: one for each index of one axis of {@code v}, {@code [.., 1, n, 1, ..]}, or one
   *     for all
   * @param v directions, of the weight's shape
   */
  static Optional<StoredTensor> fold(StoredTensor g, StoredTensor v) {
    boolean isRead = v.type() == ElementType.FLOAT || v.type() == ElementType.DOUBLE;
    if (!isRead || g.type() != v.type() || !isAxisOf(g.shape(), v.shape())) {
      return Optional.empty();
    }
    Object origin = List.of(g.origin(), v.origin());
    return Optional.of(
        new StoredTensor(v.type(), v.shape(), origin, () -> weight(g, v), "weight normalisation"));
  }

  private static boolean isAxisOf(Shape sizes, Shape weight) {
    if (sizes.size() == 1) {
      return weight.size() > 0;
    }
    if (sizes.rank() != weight.rank()) {
      return false;
    }
    int axis = axis(sizes);
    return sizes.size() == sizes.dim(axis) && sizes.dim(axis) == weight.dim(axis);
  }

  /** The only axis with more than one size. */
  private static int axis(Shape sizes) {
    int axis = 0;
    for (int i = 0; i < sizes.rank(); i++) {
      axis = sizes.dim(i) > sizes.dim(axis) ? i : axis;
    }
    return axis;
  }

  private static Tensor weight(StoredTensor g, StoredTensor v) {
    Shape shape = v.shape();
    HeapLimit.require(v.type().bytes(shape.size()), "a weight of weight normalisation");
    Numbers sizes = Numbers.of(g.read());
    Numbers directions = Numbers.of(v.read());
    // Elements with one size follow each other in runs, and the runs of all sizes take turns.
    int groups = Math.toIntExact(g.shape().size());
    long run = groups == 1 ? shape.size() : shape.size() / outer(shape, axis(g.shape()));
    double[] squares = new double[groups];
    int elements = Math.toIntExact(shape.size());
    for (int i = 0; i < elements; i++) {
      double value = directions.get(i);
      squares[(int) (i / run % groups)] += value * value;
    }
    Numbers weight = Numbers.like(directions);
    for (int i = 0; i < elements; i++) {
      int group = (int) (i / run % groups);
      weight.putScaled(i, directions.get(i), sizes.get(group), Math.sqrt(squares[group]));
    }
    return Tensor.of(v.type(), shape, weight.bytes.asReadOnlyBuffer());
  }

  /** Product of the extents up to an axis, included. */
  private static long outer(Shape shape, int axis) {
    long product = 1;
    for (int i = 0; i <= axis; i++) {
      product *= shape.dim(i);
    }
    return product;
  }

  /** Elements of one of the two types. */
  private record Numbers(ElementType type, ByteBuffer bytes) {
    static Numbers of(Tensor tensor) {
      return new Numbers(tensor.type(), tensor.bytes());
    }

    static Numbers like(Numbers other) {
      ByteBuffer bytes = ByteBuffer.allocate(other.bytes.remaining());
      return new Numbers(other.type, bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    double get(int index) {
      return type == ElementType.FLOAT
          ? bytes.getFloat(index * Float.BYTES)
          : bytes.getDouble(index * Double.BYTES);
    }

    /** {@code value * (size / norm)}, each step rounded to the type. */
    void putScaled(int index, double value, double size, double norm) {
      if (type == ElementType.FLOAT) {
        float factor = (float) size / (float) norm;
        bytes.putFloat(index * Float.BYTES, (float) value * factor);
      } else {
        bytes.putDouble(index * Double.BYTES, value * (size / norm));
      }
    }
  }
}
