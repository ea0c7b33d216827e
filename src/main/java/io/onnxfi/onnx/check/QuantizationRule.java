package io.onnxfi.onnx.check;

import io.onnxfi.tensor.ElementType;

/** Quantisation of x: scale and zero point for all of it, for each channel, or for each block. */
final class QuantizationRule {
  private QuantizationRule() {}

  /** To the type of the zero point. */
  static Known quantize(Call call) {
    require(call);
    int fallback = call.has("output_dtype") ? 0 : ElementType.UINT8.code();
    return call.input(0).as(call.has(2) ? call.input(2).type() : fallback);
  }

  /** To the type of the scale. */
  static Known dequantize(Call call) {
    require(call);
    return call.input(0).as(call.input(1).type());
  }

  private static void require(Call call) {
    Known x = call.input(0);
    Known scale = call.input(1);
    Known zero = call.input(2);
    scale
        .reals()
        .ifPresent(
            all -> {
              for (float one : all) {
                call.requireInput(
                    Float.isFinite(one) && one != 0, 1, "scales other than 0, finite", one);
              }
            });
    call.requireInput(
        !zero.hasShape() || !scale.hasShape() || zero.size() < 0 || zero.size() == scale.size(),
        2,
        "the shape of the scale %s".formatted(scale),
        zero);
    if (x.rank() > 0 && scale.rank() == 1 && scale.dim(0) > 1) {
      int axis = call.axis("attribute axis", call.integer("axis", 1), x.rank(), x.rank() - 1);
      call.requireInput(
          Dims.agree(scale.dim(0), x.dim(axis)),
          1,
          "a scale for each element of axis %d of %s".formatted(axis, x),
          scale);
    }
  }
}
