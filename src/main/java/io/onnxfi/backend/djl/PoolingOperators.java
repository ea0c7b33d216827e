package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;

/** Pooling over windows and over whole maps; x is {@code [n, C, H, W]}. */
final class PoolingOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "MaxPool", PoolingOperators::maxPool,
          "AveragePool", PoolingOperators::averagePool,
          "GlobalAveragePool", PoolingOperators::globalAveragePool);

  private PoolingOperators() {}

  private static Operator maxPool(NodeReader reader) {
    reader.allow(
        "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides");
    Window window = Window.read(reader);
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      if (window.libtorchPads()) {
        return window.max(x, window.padding.shape());
      }
      try (NDArray padded = window.padding.apply(x, Double.NEGATIVE_INFINITY)) {
        return window.max(padded, window.unpadded());
      }
    };
  }

  private static Operator averagePool(NodeReader reader) {
    reader.allow(
        "auto_pad",
        "ceil_mode",
        "count_include_pad",
        "dilations",
        "kernel_shape",
        "pads",
        "strides");
    Window window = Window.read(reader);
    boolean countPadding = reader.node().integer("count_include_pad", 0) != 0;
    reader.require(window.libtorchPads(), "padding that is unequal or wider than half the window");
    boolean padded = !window.unpadded().equals(window.padding.shape());
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      NDArray mean = window.average(x);
      if (countPadding || !padded) {
        return mean;
      }
      Shape map = x.getShape();
      try (mean;
          NDArray ones = x.getManager().ones(new Shape(1, 1, map.get(2), map.get(3)));
          NDArray share = window.average(ones)) {
        return mean.div(share);
      }
    };
  }

  private static Operator globalAveragePool(NodeReader reader) {
    reader.allow();
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      long[] dims = x.getShape().getShape().clone();
      Arrays.fill(dims, 2, dims.length, 1);
      try (NDArray pooled = x.getNDArrayInternal().globalAvgPool()) {
        return pooled.reshape(dims);
      }
    };
  }

  /** Kernel, strides and padding of a pooling node; rounding down, no dilation. */
  private record Window(Shape kernel, Shape strides, Padding padding) {
    static Window read(NodeReader reader) {
      long[] kernel = reader.node().integers("kernel_shape");
      long[] ones = LinearOperators.ones(kernel.length);
      reader.require(kernel.length == 2, "pooling over " + kernel.length + " axes");
      reader.require(reader.node().integer("ceil_mode", 0) == 0, "ceil_mode 1");
      reader.require(reader.node().integer("storage_order", 0) == 0, "storage_order 1");
      reader.require(
          Arrays.equals(reader.node().integers("dilations", ones), ones), "dilated pooling");
      Shape strides = new Shape(reader.node().integers("strides", ones));
      return new Window(new Shape(kernel), strides, Padding.read(reader, kernel.length));
    }

    /** Whether libtorch can pad by itself: equal sides, at most half the window. */
    boolean libtorchPads() {
      for (int axis = 0; axis < kernel.dimension(); axis++) {
        if (2 * padding.widest(axis) > kernel.get(axis)) {
          return false;
        }
      }
      return padding.symmetric();
    }

    Shape unpadded() {
      return new Shape(new long[kernel.dimension()]);
    }

    /**
     * Padding counts as zeros: DJL passes the flag that says otherwise, but libtorch ignores it.
     */
    NDArray average(NDArray x) {
      return x.getNDArrayInternal().avgPool(kernel, strides, padding.shape(), false, true);
    }

    NDArray max(NDArray x, Shape pads) {
      return x.getNDArrayInternal().maxPool(kernel, strides, pads, false);
    }
  }
}
