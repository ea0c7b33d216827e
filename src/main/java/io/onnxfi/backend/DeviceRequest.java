package io.onnxfi.backend;

import io.onnxfi.error.MalformedInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the user wants a backend to compute.
 *
 * @param kind processor or GPU, or the GPU if there is one
 * @param index which GPU, from 0
 */
public record DeviceRequest(Kind kind, int index) {
  private static final Pattern SYNTAX = Pattern.compile("(cpu|auto|cuda)(?::(\\d{1,4}))?");

  /** The kinds of device. */
  public enum Kind {
    /** The processor. */
    CPU,
    /** A CUDA device, or an error. */
    CUDA,
    /** A CUDA device if one is usable, else the processor. */
    AUTO
  }

  /** The processor. */
  public static final DeviceRequest CPU = new DeviceRequest(Kind.CPU, 0);

  /**
   * Reads {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}.
   *
   * @throws MalformedInputException if it is none of these
   */
  public static DeviceRequest parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (matcher.matches()) {
      Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
      String index = matcher.group(2);
      if (index == null) {
        return new DeviceRequest(kind, 0);
      }
      if (kind == Kind.CUDA) {
        return new DeviceRequest(kind, Integer.parseInt(index));
      }
    }
    throw MalformedInputException.of("--device", "cpu, cuda, cuda:N or auto", "'" + text + "'");
  }
}
