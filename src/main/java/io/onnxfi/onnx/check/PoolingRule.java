package io.onnxfi.onnx.check;

/** Pooling over windows of x {@code [n, C, …]}. */
final class PoolingRule implements OperatorRule {
  @Override
  public Known check(Call call) {
    Known x = call.input(0);
    boolean up = Flags.read(call, "ceil_mode");
    Flags.read(call, "storage_order");
    Flags.read(call, "count_include_pad");
    int axes =
        x.hasShape()
            ? x.rank() - 2
            : call.integers("kernel_shape").map(kernel -> kernel.length).orElse(0);
    call.requireInput(axes >= 1, 0, "batch, channels and spatial axes", x);
    Window window = Window.read(call, axes, new long[axes]);
    if (!x.hasShape()) {
      return Known.ofRank(x.type(), axes + 2);
    }
    long[] dims = x.dims();
    for (int axis = 0; axis < axes; axis++) {
      dims[axis + 2] = window.places(call, axis, x.dim(axis + 2), up);
    }
    return call.value(x.type(), dims);
  }
}
