package io.onnxfi.onnx.check;

/** Attributes that are 0 or 1. */
final class Flags {
  private Flags() {}

  /** The value, 0 where it is not given. */
  static boolean read(Call call, String name) {
    return read(call, name, false);
  }

  static boolean read(Call call, String name, boolean fallback) {
    long value = call.integer(name, fallback ? 1 : 0);
    call.requireAttribute(value == 0 || value == 1, name, "0 or 1", value);
    return value == 1;
  }
}
