package io.onnxfi.onnx;

import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a convolution or pooling reads along one axis: its element {@code o} reads {@code o * stride
 * - before} and the {@code span - 1} elements behind it, some of which may be left out by dilation.
 *
 * @param span elements from the first to the last that is read
 * @param stride between the windows of neighbouring elements
 * @param before padding at the beginning
 * @param after padding at the end
 */
record Windowed(long span, long stride, long before, long after) {
  /** Whether its padding is written out and no windows are cut off at the end. */
  static boolean isPlain(Node node) {
    return node.text("auto_pad", "NOTSET").equals("NOTSET") && node.integer("ceil_mode", 0) == 0;
  }

  /**
   * How a node reads.
   *
   * @param axis behind the channels, from 0
   * @return nothing if it has no such axis
   */
  static Optional<Windowed> of(OnnxModel part, Node node, int axis) {
    long[] kernel = node.integers("kernel_shape");
    if (kernel.length == 0) {
      Shape weight = part.initializer(node.inputs().get(1)).orElseThrow().shape();
      kernel = Arrays.copyOfRange(weight.dims(), 2, weight.rank());
    }
    long[] strides = node.integers("strides", filled(kernel.length, 1));
    long[] dilations = node.integers("dilations", filled(kernel.length, 1));
    long[] pads = node.integers("pads", new long[2 * kernel.length]);
    boolean fits =
        axis < kernel.length
            && strides.length == kernel.length
            && dilations.length == kernel.length
            && pads.length == 2 * kernel.length;
    return fits
        ? Optional.of(
            new Windowed(
                (kernel[axis] - 1) * dilations[axis] + 1,
                strides[axis],
                pads[axis],
                pads[axis + kernel.length]))
        : Optional.empty();
  }

  private static long[] filled(int length, long value) {
    long[] all = new long[length];
    Arrays.fill(all, value);
    return all;
  }

  /** How many elements it makes of so many. */
  long made(long extent) {
    return Math.floorDiv(extent + before + after - span, stride) + 1;
  }

  /** The first element that reads nothing before a place. */
  long firstWithin(long place) {
    return Math.max(0, ceilDiv(place + before, stride));
  }

  /** The last element that reads nothing at a place or behind it. */
  long lastReading(long place) {
    return Math.floorDiv(place - span + before, stride);
  }

  /** The first element that reads a place. */
  long firstReading(long place) {
    return ceilDiv(place + before - span + 1, stride);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  /** The last element that reads something before a place. */
  long lastTouching(long place) {
    return Math.floorDiv(place - 1 + before, stride);
  }
}
