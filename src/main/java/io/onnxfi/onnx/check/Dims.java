package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.List;

/** Arithmetic with extents of which some are not known. */
final class Dims {
  private Dims() {}

  /** Whether two extents can be the same. */
  static boolean agree(long a, long b) {
    return a < 0 || b < 0 || a == b;
  }

  /** The product of extents {@code [from, to)}. */
  static long product(long[] dims, int from, int to) {
    long product = 1;
    int batches = 0;
    for (int axis = from; axis < to; axis++) {
      if (dims[axis] == Known.OPEN) {
        return Known.OPEN;
      } else if (dims[axis] == Known.BATCH) {
        batches++;
      } else {
        product = Math.multiplyExact(product, dims[axis]);
      }
    }
    if (batches == 0) {
      return product;
    }
    return batches == 1 && product == 1 ? Known.BATCH : Known.OPEN;
  }

  /**
   * The shape that values have together by ONNX's multidirectional broadcasting; nothing if the
   * shape of one is unknown.
   */
  static Known broadcast(Call call, int type, List<Known> values) {
    long[] result = new long[0];
    for (Known value : values) {
      if (!value.hasShape()) {
        return Known.ofType(type);
      }
      result = broadcast(call, result, value.dims());
    }
    return call.value(type, result);
  }

  static long[] broadcast(Call call, long[] a, long[] b) {
    long[] longer = a.length >= b.length ? a : b;
    long[] shorter = a.length >= b.length ? b : a;
    long[] result = longer.clone();
    int offset = longer.length - shorter.length;
    for (int axis = 0; axis < shorter.length; axis++) {
      long x = longer[axis + offset];
      long y = shorter[axis];
      call.require(
          agree(x, y) || x == 1 || y == 1,
          "its inputs",
          "shapes that broadcast",
          Known.text(a) + " and " + Known.text(b));
      result[axis + offset] = common(x, y);
    }
    return result;
  }

  private static long common(long x, long y) {
    if (x == y || y == 1) {
      return x;
    }
    if (x == 1) {
      return y;
    }
    return x > 1 ? x : y > 1 ? y : Known.OPEN;
  }

  /** Whether values of one shape can be repeated to another: one-directional broadcasting. */
  static boolean fits(Known value, long... target) {
    if (!value.hasShape()) {
      return true;
    }
    if (value.rank() > target.length) {
      return false;
    }
    for (int i = 1; i <= value.rank(); i++) {
      long own = value.dim(value.rank() - i);
      if (own != 1 && !agree(own, target[target.length - i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether all are different. */
  static boolean distinct(int... axes) {
    return Arrays.stream(axes).distinct().count() == axes.length;
  }
}
