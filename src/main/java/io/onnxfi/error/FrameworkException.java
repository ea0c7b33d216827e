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

  private FrameworkException(String what, Throwable cause) {
    super(what + ": " + line(cause), cause);
  }

  /** A framework that did something else than it was asked for. */
  public FrameworkException(String message) {
    super(message);
  }

  /**
   * What the framework said, in one line: that it gave up on the model, or, if that was for want of
   * memory, that the machine has too little. A fault during which memory was short has no outcome.
   *
   * @param what the framework, what it cannot do, and where: {@code PyTorch (DJL) cannot run node
   *     3}
   */
  public static OnnxFiException of(String what, Throwable cause) {
    return MemoryShortage.toldBy(cause)
        .<OnnxFiException>map(shortage -> shortage)
        .orElseGet(() -> new FrameworkException(what, cause));
  }

  /** All that a message says before it continues to the framework's own code. */
  static String line(Throwable cause) {
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
