package io.onnxfi.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What something thrown means to the user.
 *
 * @param kind who can mend it
 * @param line what happened and how to fix it
 */
public record Failure(Kind kind, String line) {
  /** Whatever else fails while this is said. */
  public static final String OUT_OF_MEMORY =
      "not enough memory; give Java more, for example ONNXFI_JAVA_OPTIONS=-Xmx4g";

  /** Who can mend a failure. */
  public enum Kind {
    /** Whoever gave the input. */
    BAD_INPUT,
    /** Whoever keeps the machine: data, a GPU, the network, disk or memory is missing. */
    MISSING,
    /** The authors: nothing else explains it. */
    DEFECT
  }

  /** What the system says when the machine, not a file, is at fault, and how to fix it. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("No space left on device", "free some space there, or choose another folder"),
          Map.entry("Disk quota exceeded", "free some space there, or choose another folder"),
          Map.entry("File too large", "raise the limit on file sizes (ulimit -f)"),
          Map.entry("Too many open files", "raise the limit on open files (ulimit -n)"),
          Map.entry("Read-only file system", "choose a writable folder"),
          Map.entry("Permission denied", "choose a folder that you may use"),
          Map.entry("Input/output error", "check the disk"),
          Map.entry("Stale file handle", "check the network file system"));

  /**
   * Of anything that may be thrown; a bug in OnnxFI if nothing else explains it.
   *
   * @param home the folder that the program is in
   */
  public static Failure of(Throwable thrown, String home) {
    List<Throwable> chain = chain(thrown);
    return chain.stream()
        .filter(MissingResourceException.class::isInstance)
        .flatMap(cause -> told(cause).stream())
        .findFirst()
        .or(() -> chain.stream().flatMap(cause -> environment(cause, home).stream()).findFirst())
        .or(() -> chain.stream().flatMap(cause -> told(cause).stream()).findFirst())
        .or(() -> chain.stream().flatMap(cause -> input(cause).stream()).findFirst())
        .orElseGet(
            () ->
                new Failure(
                    Kind.DEFECT,
                    "internal error, a bug in OnnxFI; please report it with the lines below"));
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  /** What the machine lacks, whatever was being done. */
  private static Optional<Failure> environment(Throwable cause, String home) {
    String message = firstLine(cause);
    if (cause instanceof OutOfMemoryError) {
      return missing(memory(message));
    }
    if (cause instanceof UnsatisfiedLinkError || cause instanceof NoClassDefFoundError) {
      return missing(library(cause, message, home));
    }
    if (cause instanceof InternalError && message.contains("unsafe memory access")) {
      return missing(
          "a file became shorter or unreadable while it was being read; try again, and leave it"
              + " unchanged meanwhile");
    }
    if (cause.getClass().getName().startsWith("ai.")) {
      Optional<MissingResourceException> shortage = MemoryShortage.toldBy(cause);
      if (shortage.isPresent()) {
        return told(shortage.get());
      }
    }
    if (cause instanceof IOException) {
      return REMEDIES.entrySet().stream()
          .filter(remedy -> message.contains(remedy.getKey()))
          .findFirst()
          .flatMap(remedy -> missing(inputOutput(cause) + "; " + remedy.getValue()));
    }
    return Optional.empty();
  }

  private static String memory(String message) {
    if (message.contains("native thread")) {
      return "cannot start more threads; use fewer --threads, or raise the limit on processes"
          + " (ulimit -u, or that of the container)";
    }
    if (message.contains("direct buffer") || message.contains("Direct buffer")) {
      return "not enough memory outside the heap (%s); use a smaller --memory or --batch, or give it"
              .formatted(message)
          + " more, for example ONNXFI_JAVA_OPTIONS=-XX:MaxDirectMemorySize=8g";
    }
    if (message.contains("Map failed")) {
      return "not enough address space to map a file; raise the limit (ulimit -v)";
    }
    return "not enough memory: %s, with a limit of %d MiB; give Java more, for example"
            .formatted(message, Runtime.getRuntime().maxMemory() >> 20)
        + " ONNXFI_JAVA_OPTIONS=-Xmx4g";
  }

  private static String library(Throwable cause, String message, String home) {
    if (cause instanceof NoClassDefFoundError && !message.contains("initialize class")) {
      return "a part of the program is missing (%s); remove %s/target, and the next start rebuilds it"
          .formatted(message, home);
    }
    return "a native library cannot be loaded (%s); install what it names, or set TMPDIR to a folder"
            .formatted(message)
        + " that has free space and allows programs to run";
  }

  /** What the code that met it has already put into words. */
  private static Optional<Failure> told(Throwable cause) {
    if (!(cause instanceof OnnxFiException)) {
      return Optional.empty();
    }
    Kind kind = cause instanceof MissingResourceException ? Kind.MISSING : Kind.BAD_INPUT;
    return Optional.of(new Failure(kind, String.valueOf(cause.getMessage())));
  }

  private static Optional<Failure> input(Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return Optional.of(
          new Failure(
              Kind.BAD_INPUT,
              "the input is nested too deeply; if that is intended, a larger stack may help:"
                  + " ONNXFI_JAVA_OPTIONS=-Xss64m"));
    }
    if (cause instanceof IOException) {
      return missing(inputOutput(cause) + "; fix that and try again");
    }
    return Optional.empty();
  }

  private static String inputOutput(Throwable cause) {
    if (cause instanceof FileSystemException e && e.getFile() != null) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      return "cannot use %s (%s)".formatted(e.getFile(), reason);
    }
    return "input or output failed (%s)".formatted(firstLine(cause));
  }

  private static Optional<Failure> missing(String line) {
    return Optional.of(new Failure(Kind.MISSING, line));
  }

  private static String firstLine(Throwable cause) {
    String message = cause instanceof UncheckedIOException ? "" : cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
