package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Loads ONNX Runtime's native libraries, which it unpacks into the temporary folder.
 *
 * <p>Why that fails, it only logs, with a stack trace, and continues to an error that does not say
 * it.
 */
final class OnnxRuntimeLibrary {
  private static final String LOADER = "ai.onnxruntime.OnnxRuntime";
  private static final String ROOM =
      "set TMPDIR to a folder that has 100 MB free and allows programs to run";

  private OnnxRuntimeLibrary() {}

  /**
   * The one environment of this process, quiet.
   *
   * @throws MissingResourceException if the libraries cannot be loaded, with the reason
   */
  static OrtEnvironment environment() {
    Logger logger = Logger.getLogger(LOADER);
    boolean spoken = logger.getUseParentHandlers();
    Listener listener = new Listener();
    logger.setUseParentHandlers(false);
    logger.addHandler(listener);
    try {
      OrtEnvironment environment =
          // What goes wrong comes as an exception, whose message is told once.
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "onnxfi");
      environment.setTelemetry(false);
      return environment;
    } catch (LinkageError e) {
      String reason = listener.reason().orElseGet(() -> innermost(e));
      throw new MissingResourceException(
          "ONNX Runtime's native library cannot be unpacked to and loaded from %s (%s)"
              .formatted(System.getProperty("java.io.tmpdir"), reason),
          ROOM,
          e);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot turn off ONNX Runtime's telemetry", e);
    } finally {
      logger.removeHandler(listener);
      logger.setUseParentHandlers(spoken);
    }
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return text.substring(text.lastIndexOf(": ") + 1).strip();
  }

  /** Keeps why a file could not be written. */
  private static final class Listener extends Handler {
    private final AtomicReference<String> reason = new AtomicReference<>();

    Optional<String> reason() {
      return Optional.ofNullable(reason.get());
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getThrown() instanceof IOException e) {
        reason.compareAndSet(null, e.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
