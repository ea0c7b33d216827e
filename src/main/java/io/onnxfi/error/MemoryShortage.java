package io.onnxfi.error;

import java.util.List;
import java.util.Optional;

/**
 * How allocators of the frameworks, of CUDA and of the system say that memory is short.
 *
 * <p>They say it in an exception like any other; but it is a property of the machine and of what
 * else runs on it, never of a model or of a fault.
 */
public final class MemoryShortage {
  /** The remedy. */
  private static final String REMEDY = "use a smaller --batch or fewer --threads";

  private static final List<String> SAYINGS =
      List.of(
          "bad_alloc",
          "bad allocation",
          "Failed to allocate memory",
          "Available memory of",
          "can't allocate memory",
          "Cannot allocate memory",
          "not enough memory",
          "out of memory",
          "OUT_OF_MEMORY",
          "ALLOC_FAILED");

  private MemoryShortage() {}

  /** The shortage that something thrown by a framework tells of, if it does. */
  public static Optional<MissingResourceException> toldBy(Throwable thrown) {
    String message = thrown.getMessage();
    return message != null && SAYINGS.stream().anyMatch(message::contains)
        ? Optional.of(
            new MissingResourceException(
                "not enough memory (%s)".formatted(FrameworkException.line(thrown)),
                REMEDY,
                thrown))
        : Optional.empty();
  }
}
