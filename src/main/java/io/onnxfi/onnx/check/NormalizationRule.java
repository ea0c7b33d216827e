package io.onnxfi.onnx.check;

import java.util.Arrays;

/** Normalisation of x {@code [n, C, …]}: its parameters have one element for each channel. */
final class NormalizationRule {
  private NormalizationRule() {}

  /** Scale, shift, mean and variance are {@code [C]}. */
  static Known batch(Call call) {
    finite(call, "epsilon");
    finite(call, "momentum");
    Known x = call.input(0);
    if (Flags.read(call, "spatial", true)) {
      long channels = x.rank() >= 2 ? x.dim(1) : Known.OPEN;
      for (int i = 1; i <= 4; i++) {
        Known parameter = call.input(i);
        call.requireInput(
            !parameter.hasShape()
                || (parameter.rank() == 1 && Dims.agree(parameter.dim(0), channels)),
            i,
            "[%s] (one for each channel)".formatted(channels < 0 ? "?" : channels),
            parameter);
        channels = channels < 0 ? parameter.dim(0) : channels;
      }
    }
    return x.as(x.type());
  }

  /** Scale and shift are {@code [C]}. */
  static Known instance(Call call) {
    finite(call, "epsilon");
    Known x = call.input(0);
    call.requireInput(x.rank() < 0 || x.rank() >= 3, 0, "batch, channels and spatial axes", x);
    parameters(call, x.dim(1));
    return x.as(x.type());
  }

  /** Scale and shift are {@code [C]}, or one for each group before opset 21. */
  static Known group(Call call) {
    finite(call, "epsilon");
    Known x = call.input(0);
    long groups = call.integer("num_groups", 1);
    call.requireAttribute(
        groups >= 1 && (x.dim(1) < 0 || x.dim(1) % groups == 0),
        "num_groups",
        "a divisor of the channels of " + x,
        groups);
    parameters(call, call.opset() < 21 ? groups : x.dim(1));
    return x.as(x.type());
  }

  private static void parameters(Call call, long length) {
    for (int i = 1; i <= 2; i++) {
      Known parameter = call.input(i);
      call.requireInput(
          !parameter.hasShape() || (parameter.rank() == 1 && Dims.agree(parameter.dim(0), length)),
          i,
          "[%s]".formatted(length < 0 ? "?" : length),
          parameter);
    }
  }

  /** Over the axes from one on; scale and shift broadcast to them. */
  static Known layer(Call call) {
    finite(call, "epsilon");
    Known x = call.input(0);
    if (x.hasShape()) {
      int axis = call.axis("attribute axis", call.integer("axis", -1), x.rank(), x.rank() - 1);
      long[] normalized = Arrays.copyOfRange(x.dims(), axis, x.rank());
      for (int i = 1; i <= 2; i++) {
        call.requireInput(
            Dims.fits(call.input(i), normalized),
            i,
            "a shape that broadcasts to " + Known.text(normalized),
            call.input(i));
      }
    }
    return x.as(x.type());
  }

  /** Over neighbouring channels. */
  static Known local(Call call) {
    long size = call.integer("size", 1);
    call.requireAttribute(size >= 1 && size <= 1 << 20, "size", "1 to 1,048,576", size);
    return call.input(0).as(call.input(0).type());
  }

  private static void finite(Call call, String name) {
    float value = call.real(name, 0);
    call.requireAttribute(Float.isFinite(value), name, "a finite number", value);
  }
}
