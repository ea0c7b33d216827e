package io.onnxfi.onnx.check;

import java.util.Arrays;

/**
 * A transposed convolution: x {@code [n, C, …]}, weight {@code [C, M/group, kernel…]}, bias {@code
 * [M]}.
 */
final class TransposedConvolutionRule implements OperatorRule {
  @Override
  public Known check(Call call) {
    Known x = call.input(0);
    Known w = call.input(1);
    long groups = call.integer("group", 1);
    call.requireAttribute(
        groups >= 1 && groups <= Integer.MAX_VALUE, "group", "at least 1", groups);
    int rank = Math.max(x.rank(), w.rank());
    if (rank < 0) {
      return Known.ofType(x.type());
    }
    call.requireInput(rank >= 3, 0, "batch, channels and spatial axes", x);
    call.requireInput(
        x.rank() < 0 || w.rank() < 0 || x.rank() == w.rank(), 1, x.rank() + " axes", w);
    call.requireInput(Dims.agree(x.dim(1), w.dim(0)), 1, x.dim(1) + " input channels first", w);
    call.requireAttribute(
        w.dim(0) < 0 || w.dim(0) % groups == 0,
        "group",
        "a divisor of the %d channels".formatted(w.dim(0)),
        groups);
    int axes = rank - 2;
    long[] kernel = new long[axes];
    Arrays.setAll(kernel, axis -> w.dim(axis + 2));
    Window window = Window.read(call, axes, kernel);
    for (int axis = 0; axis < axes; axis++) {
      call.requireInput(kernel[axis] != 0, 1, "a kernel of at least one element", w);
      call.requireAttribute(
          Dims.agree(kernel[axis], window.kernel()[axis]),
          "kernel_shape",
          Known.text(kernel) + ", as the weight has",
          Known.text(window.kernel()));
    }
    long filters = w.dim(1) < 0 ? Known.OPEN : w.dim(1) * groups;
    Known b = call.input(2);
    call.requireInput(
        !b.hasShape() || (b.rank() == 1 && Dims.agree(b.dim(0), filters)),
        2,
        "a bias of [%s] (one for each filter)".formatted(filters < 0 ? "?" : filters),
        b);
    return call.value(x.type(), dims(call, x, filters, window, axes));
  }

  private static long[] dims(Call call, Known x, long filters, Window window, int axes) {
    long[] extra = Window.list(call, "output_padding", new long[axes], axes, 0);
    long[] dims = new long[axes + 2];
    dims[0] = x.dim(0);
    dims[1] = filters;
    boolean chosen = call.has("output_shape");
    Window.list(call, "output_shape", new long[axes], axes, 1);
    for (int axis = 0; axis < axes; axis++) {
      call.requireAttribute(
          extra[axis] < window.reach(axis),
          "output_padding",
          "less than stride or dilation",
          Arrays.toString(extra));
      long extent = window.spread(axis, x.dim(axis + 2), extra[axis]);
      call.require(
          chosen || extent == Known.OPEN || extent >= 1,
          "its output",
          "at least one element along axis " + (axis + 2),
          extent);
      dims[axis + 2] = chosen ? Known.OPEN : extent;
    }
    return dims;
  }
}
