package io.onnxfi.error;

import java.io.Serial;

/** A problem that the user can mend; its message is one line, fit to be shown as it is. */
public abstract sealed class OnnxFiException extends RuntimeException
    permits MalformedInputException, UnsupportedInputException, MissingResourceException {
  @Serial private static final long serialVersionUID = 1;

  OnnxFiException(String message, Throwable cause) {
    super(message, cause);
  }
}
