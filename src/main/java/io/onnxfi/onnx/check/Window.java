package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The moving window of a convolution or pooling: kernel, strides, dilations and padding of each
 * spatial axis; pads are all begins, then all ends.
 */
final class Window {
  /**
   * Of each number. No network comes near; native code computes with their sums and products, and
   * with more than 31 bits some of it divides by zero.
   */
  private static final long MOST = 1 << 20;

  private static final Set<String> AUTO = Set.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");

  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads;
  private final String auto;

  private Window(long[] kernel, long[] strides, long[] dilations, long[] pads, String auto) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    this.auto = auto;
  }

  /**
   * The window of a node.
   *
   * @param axes spatial axes
   * @param fallback kernel where the node does not say it
   */
  static Window read(Call call, int axes, long... fallback) {
    long[] kernel = list(call, "kernel_shape", fallback, axes, 1);
    long[] ones = filled(axes, 1);
    String auto = call.text("auto_pad", "NOTSET");
    call.requireAttribute(
        AUTO.contains(auto),
        "auto_pad",
        "NOTSET, VALID, SAME_UPPER or SAME_LOWER",
        Place.quoted(auto));
    return new Window(
        kernel,
        list(call, "strides", ones, axes, 1),
        list(call, "dilations", ones, axes, 1),
        list(call, "pads", filled(2 * axes, 0), 2 * axes, 0),
        auto);
  }

  /** A list attribute of that length, with values from {@code least} on. */
  static long[] list(Call call, String name, long[] fallback, int length, long least) {
    Optional<long[]> given = call.integers(name);
    if (given.isEmpty()) {
      return fallback;
    }
    long[] values = given.get();
    call.requireAttribute(
        values.length == length,
        name,
        "%d numbers for %d spatial axes".formatted(length, length == 0 ? 0 : axes(name, length)),
        values.length + ": " + shortened(values));
    call.requireAttribute(
        Arrays.stream(values).allMatch(value -> value >= least && value <= MOST),
        name,
        "numbers from %d to %,d".formatted(least, MOST),
        Arrays.toString(values));
    return values;
  }

  private static int axes(String name, int length) {
    return name.equals("pads") ? length / 2 : length;
  }

  private static String shortened(long... values) {
    return values.length > 8
        ? Arrays.toString(Arrays.copyOf(values, 8)).replace("]", ", …]")
        : Arrays.toString(values);
  }

  private static long[] filled(int length, long value) {
    long[] filled = new long[length];
    Arrays.fill(filled, value);
    return filled;
  }

  /** Extents, a copy. */
  long[] kernel() {
    return kernel.clone();
  }

  /** Steps along an axis, or the gaps that dilation makes: whichever is longer. */
  long reach(int axis) {
    return Math.max(strides[axis], dilations[axis]);
  }

  /** Extent of the window with the gaps that dilation makes. */
  private long span(int axis) {
    return dilations[axis] * (kernel[axis] - 1) + 1;
  }

  /**
   * How many places the window has along an axis of this extent.
   *
   * @param up whether a last place that is only partly filled counts
   */
  long places(Call call, int axis, long extent, boolean up) {
    if (extent < 0 || kernel[axis] < 0) {
      return Known.OPEN;
    }
    if (auto.startsWith("SAME")) {
      return (extent + strides[axis] - 1) / strides[axis];
    }
    boolean given = auto.equals("NOTSET");
    long padding = given ? pads[axis] + pads[axis + kernel.length] : 0;
    long room = extent + padding - span(axis);
    call.require(
        room >= 0 || up,
        "its window",
        "one that fits into %d spatial elements of axis %d, with padding %d"
            .formatted(extent, axis + 2, padding),
        "%d elements (kernel %d, dilation %d)"
            .formatted(span(axis), kernel[axis], dilations[axis]));
    if (!up) {
      return room / strides[axis] + 1;
    }
    long last = (room + strides[axis] - 1) / strides[axis];
    // runtimes differ in whether a place may begin in the padding at the end
    boolean isCommon = given && room >= 0 && last * strides[axis] < extent + pads[axis];
    return isCommon ? last + 1 : Known.OPEN;
  }

  /** The extent that a transposed window makes of one. */
  long spread(int axis, long extent, long extra) {
    if (extent < 0 || kernel[axis] < 0 || !auto.equals("NOTSET")) {
      return Known.OPEN;
    }
    return strides[axis] * (extent - 1)
        + extra
        + span(axis)
        - pads[axis]
        - pads[axis + kernel.length];
  }
}
