package io.onnxfi.error;

import java.io.Serial;

/** Sound input that asks for something not implemented: an operator, a type, a file version. */
public sealed class UnsupportedInputException extends OnnxFiException permits FrameworkException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what is not supported.
   *
   * @param message one line: what, where, and what is supported instead
   */
  public UnsupportedInputException(String message) {
    super(message, null);
  }

  /** As {@link #UnsupportedInputException(String)}, keeping the cause. */
  public UnsupportedInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
