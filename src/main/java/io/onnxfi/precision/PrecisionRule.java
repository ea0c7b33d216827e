package io.onnxfi.precision;

import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which layers round their operands to which format.
 *
 * @param format that operands are rounded to
 * @param layers name of a layer, in which {@code *} stands for any characters
 */
public record PrecisionRule(OperandFormat format, String layers) {
  private static final String ANY = "*";

  /** Checks. */
  public PrecisionRule {
    Objects.requireNonNull(format, "format");
    if (layers.isEmpty()) {
      throw MalformedInputException.of("--precision", "FORMAT:LAYERS", "no layers");
    }
  }

  /**
   * Reads {@code tf32:layer3.*}, or {@code tf32} for all layers.
   *
   * @throws MalformedInputException if the format is unknown or no layers are named
   */
  public static PrecisionRule parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new PrecisionRule(OperandFormat.parse(text), ANY)
        : new PrecisionRule(
            OperandFormat.parse(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** Whether a layer of this name is meant. */
  public boolean matches(String layer) {
    String regex =
        Arrays.stream(layers.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.matches(regex, layer);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return format.label() + ":" + layers;
  }
}
