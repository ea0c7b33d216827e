package io.onnxfi.error;

import java.io.Serial;
import java.util.stream.Collectors;

/**
 * A framework gave up on a model: when it was loaded, or while it ran.
 *
 * <p>Of a fault-free model, that is input which is not supported; of a faulty one, an outcome.
 */
public final class FrameworkException extends UnsupportedInputException {
  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST = 400;

  /**
   * Says what the framework said, in one line.
   *
   * @param what the framework, what it cannot do, and where: {@code PyTorch (DJL) cannot run node
   *     3}
   */
  public FrameworkException(String what, Throwable cause) {
    super(what + ": " + line(cause), cause);
  }

  /** A framework that did something else than it was asked for. */
  public FrameworkException(String message) {
    super(message);
  }

  /** All that a message says before it goes on to the framework's own code. */
  private static String line(Throwable cause) {
    String text = cause.getMessage() == null ? "" : cause.getMessage();
    String line =
        text.lines()
            .map(String::strip)
            .takeWhile(part -> !part.startsWith("Exception raised from"))
            .filter(part -> !part.isEmpty() && !part.startsWith("frame #"))
            .collect(Collectors.joining(" "))
            .replaceFirst("^Error code - \\S+ - message: ", "");
    if (line.isEmpty()) {
      return cause.getClass().getSimpleName();
    }
    return Excerpt.visible(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
  }
}
