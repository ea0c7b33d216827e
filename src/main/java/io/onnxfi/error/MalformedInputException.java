package io.onnxfi.error;

import java.io.Serial;

/** A file or an option does not hold what its format or the model promises. */
public final class MalformedInputException extends OnnxFiException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what was wrong in full.
   *
   * @param message one line: what, where, expected and found
   */
  public MalformedInputException(String message) {
    super(message, null);
  }

  /** As {@link #MalformedInputException(String)}, keeping the cause. */
  public MalformedInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The usual form of the message.
   *
   * @param where the file, line or option, for example {@code list.csv:12}
   * @param expected what the format promises
   * @param found what was there instead
   */
  public static MalformedInputException of(String where, String expected, String found) {
    return new MalformedInputException(
        "%s: expected %s, found %s".formatted(where, expected, found));
  }
}
