package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.Map;

/** Convolution and matrix products. */
final class LinearOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "Conv", LinearOperators::conv,
          "Gemm", LinearOperators::gemm,
          "MatMul", LinearOperators::matMul);

  private LinearOperators() {}

  /** x {@code [n, in, H, W]}, weight {@code [out, in/group, kH, kW]}, bias {@code [out]}. */
  private static Operator conv(NodeReader reader) {
    reader.allow("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    long[] kernel = reader.node().integers("kernel_shape");
    reader.require(kernel.length > 0, "a Conv without kernel_shape");
    long[] ones = ones(kernel.length);
    Shape strides = new Shape(reader.node().integers("strides", ones));
    Shape dilations = new Shape(reader.node().integers("dilations", ones));
    int groups = Math.toIntExact(reader.node().integer("group", 1));
    Padding padding = Padding.read(reader, kernel.length);
    Shape none = new Shape(new long[kernel.length]);
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      NDArray bias = inputs.size() > 2 ? inputs.get(2) : null;
      if (padding.symmetric()) {
        return convolve(x, inputs.get(1), bias, strides, padding.shape(), dilations, groups);
      }
      try (NDArray padded = padding.apply(x, 0)) {
        return convolve(padded, inputs.get(1), bias, strides, none, dilations, groups);
      }
    };
  }

  private static NDArray convolve(
      NDArray x,
      NDArray weight,
      NDArray bias,
      Shape strides,
      Shape padding,
      Shape dilations,
      int groups) {
    return x.getNDArrayInternal()
        .convolution(x, weight, bias, strides, padding, dilations, groups)
        .singletonOrThrow();
  }

  /** {@code alpha · A · B + beta · C}, either factor transposed on request. */
  private static Operator gemm(NodeReader reader) {
    reader.allow("alpha", "beta", "transA", "transB");
    float alpha = reader.node().real("alpha", 1);
    float beta = reader.node().real("beta", 1);
    boolean transA = reader.node().integer("transA", 0) != 0;
    boolean transB = reader.node().integer("transB", 0) != 0;
    boolean linear = alpha == 1 && beta == 1 && !transA && transB;
    return (inputs, training) -> {
      NDArray c = inputs.size() > 2 ? inputs.get(2) : null;
      if (linear && (c == null || c.getShape().dimension() == 1)) {
        return Linear.linear(inputs.get(0), inputs.get(1), c).singletonOrThrow();
      }
      try (NDList scratch = new NDList()) {
        NDArray a = transA ? kept(scratch, inputs.get(0).transpose()) : inputs.get(0);
        NDArray b = transB ? kept(scratch, inputs.get(1).transpose()) : inputs.get(1);
        NDArray product = a.matMul(b);
        if (alpha != 1) {
          scratch.add(product);
          product = times(product, alpha);
        }
        if (c == null) {
          return product;
        }
        scratch.add(product);
        return product.add(beta == 1 ? c : kept(scratch, times(c, beta)));
      }
    };
  }

  private static Operator matMul(NodeReader reader) {
    reader.allow();
    return (inputs, training) -> inputs.get(0).matMul(inputs.get(1));
  }

  private static NDArray times(NDArray array, float factor) {
    try (NDArray number = EngineMemory.number(array, factor)) {
      return array.mul(number);
    }
  }

  private static NDArray kept(NDList scratch, NDArray array) {
    scratch.add(array);
    return array;
  }

  static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
