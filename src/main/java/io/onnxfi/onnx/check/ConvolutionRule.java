package io.onnxfi.onnx.check;

import java.util.Arrays;

/**
 * A convolution: x {@code [n, C, …]}, weight {@code [M, C/group, kernel…]}, bias {@code [M]}.
 *
 * <p>A runtime reads a bias that is shorter than M past its end, so that the result changes from
 * run to run.
 *
 * @param weight which input
 * @param bias which input; one that is never given if there is none
 */
record ConvolutionRule(int weight, int bias) implements OperatorRule {
  private static final int NO_INPUT = 99;

  /** Conv. */
  static final ConvolutionRule PLAIN = new ConvolutionRule(1, 2);

  /** ConvInteger, whose third input is a zero point. */
  static final ConvolutionRule INTEGER = new ConvolutionRule(1, NO_INPUT);

  /** QLinearConv. */
  static final ConvolutionRule QUANTIZED = new ConvolutionRule(3, 8);

  @Override
  public Known check(Call call) {
    Known x = call.input(0);
    Known w = call.input(weight);
    int type = call.operator().equals("Conv") ? x.type() : 0;
    long groups = call.integer("group", 1);
    call.requireAttribute(
        groups >= 1 && groups <= Integer.MAX_VALUE, "group", "at least 1", groups);
    call.requireInput(x.rank() < 0 || x.rank() >= 3, 0, "batch, channels and spatial axes", x);
    call.requireInput(
        w.rank() < 0 || (x.rank() < 0 ? w.rank() >= 3 : w.rank() == x.rank()),
        weight,
        x.rank() < 0 ? "at least 3 axes" : x.rank() + " axes, as the first input has",
        w);
    int rank = Math.max(x.rank(), w.rank());
    if (rank < 0) {
      int axes = call.integers("kernel_shape").map(kernel -> kernel.length).orElse(-1);
      if (axes >= 0) {
        Window.read(call, axes, new long[axes]);
      }
      return Known.ofType(type);
    }
    Window window = Window.read(call, rank - 2, kernel(w, rank - 2));
    filters(call, x, w, window, groups);
    Known b = call.input(bias);
    call.requireInput(
        !b.hasShape() || (b.rank() == 1 && Dims.agree(b.dim(0), w.dim(0))),
        bias,
        "a bias of [%s] (one for each filter)".formatted(w.dim(0) < 0 ? "?" : w.dim(0)),
        b);
    long[] dims = new long[rank];
    dims[0] = x.dim(0);
    dims[1] = w.dim(0);
    for (int axis = 0; axis < rank - 2; axis++) {
      dims[axis + 2] = window.places(call, axis, x.dim(axis + 2), false);
    }
    return call.value(type, dims);
  }

  private void filters(Call call, Known x, Known w, Window window, long groups) {
    if (!w.hasShape()) {
      return;
    }
    long[] own = Arrays.copyOfRange(w.dims(), 2, w.rank());
    for (int axis = 0; axis < own.length; axis++) {
      call.requireInput(own[axis] != 0, weight, "a kernel of at least one element", w);
      call.requireAttribute(
          Dims.agree(own[axis], window.kernel()[axis]),
          "kernel_shape",
          Known.text(own) + ", as the weight has",
          Known.text(window.kernel()));
    }
    call.requireInput(w.dim(0) != 0, weight, "at least one filter", w);
    call.requireAttribute(
        w.dim(0) < 0 || w.dim(0) % groups == 0,
        "group",
        "a divisor of the %d filters".formatted(w.dim(0)),
        groups);
    if (w.dim(1) >= 0 && x.dim(1) >= 0) {
      call.requireInput(
          x.dim(1) % groups == 0 && x.dim(1) / groups == w.dim(1),
          weight,
          "[filters, %d channels / %d groups, …]".formatted(x.dim(1), groups),
          w);
    }
  }

  private static long[] kernel(Known w, int axes) {
    if (w.hasShape()) {
      return Arrays.copyOfRange(w.dims(), 2, w.rank());
    }
    long[] open = new long[axes];
    Arrays.fill(open, Known.OPEN);
    return open;
  }
}
