package io.onnxfi.lowering;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;

/**
 * The numbers that 8-bit integers stand for: {@code scale · (q - zero)}, as ONNX's QuantizeLinear
 * and DequantizeLinear have them.
 *
 * @param scale one, or one for each row
 * @param zero the integer that stands for 0, as many
 */
record IntegerGrid(Tensor scale, Tensor zero) {
  private static final int MOST_UNSIGNED = 255;

  /**
   * Signed integers of as many bits, symmetric around 0, with a scale for each row, by its largest
   * magnitude.
   *
   * @param axis along which the rows are counted
   * @param bits of an integer, its sign among them
   */
  static IntegerGrid ofRows(Tensor weight, int axis, int bits) {
    int most = most(bits);
    int rows = rows(weight, axis);
    int inner = inner(weight, axis);
    float[] w = weight.toFloatArray();
    float[] scale = new float[rows];
    for (int i = 0; i < w.length; i++) {
      int row = i / inner % rows;
      scale[row] = Math.max(scale[row], Math.abs(w[i]) / most);
    }
    for (int row = 0; row < rows; row++) {
      scale[row] = scale[row] > 0 ? scale[row] : 1;
    }
    Shape perRow = Shape.of(rows);
    return new IntegerGrid(
        Tensor.ofFloats(perRow, scale), Tensor.allocate(ElementType.INT8, perRow));
  }

  /** Unsigned integers over a range, which is widened to have 0 in it. */
  static IntegerGrid of(ValueRange range) {
    float least = Math.min(0, range.least());
    float most = Math.max(0, range.most());
    float scale = most > least ? most / MOST_UNSIGNED - least / MOST_UNSIGNED : 1;
    Tensor zero = Tensor.allocate(ElementType.UINT8, Shape.of());
    zero.bytes().put(0, (byte) Math.max(0, Math.min(MOST_UNSIGNED, Math.rint(-least / scale))));
    return new IntegerGrid(Tensor.ofFloats(Shape.of(), scale), zero);
  }

  private static int most(int bits) {
    return (1 << (bits - 1)) - 1;
  }

  /** The nearest integers to a weight, ties to even. */
  Tensor nearest(Tensor weight, int axis, int bits) {
    int most = most(bits);
    int rows = rows(weight, axis);
    int inner = inner(weight, axis);
    float[] w = weight.toFloatArray();
    float[] scales = scale.toFloatArray();
    Tensor integers = Tensor.allocate(ElementType.INT8, weight.shape());
    for (int i = 0; i < w.length; i++) {
      double q = Math.rint(w[i] / scales[i / inner % rows]);
      integers.bytes().put(i, (byte) Math.max(-most, Math.min(most, q)));
    }
    return integers;
  }

  private static int rows(Tensor weight, int axis) {
    return Math.toIntExact(weight.shape().dim(axis));
  }

  private static int inner(Tensor weight, int axis) {
    long inner = 1;
    for (int i = axis + 1; i < weight.shape().rank(); i++) {
      inner *= weight.shape().dim(i);
    }
    return Math.toIntExact(inner);
  }
}
