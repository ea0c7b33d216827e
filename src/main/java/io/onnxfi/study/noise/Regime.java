package io.onnxfi.study.noise;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a network is trained. */
public enum Regime {
  /** As usual. */
  CLEAN,
  /** With noise in the weights of every step. */
  NOISY,
  /** Not by the study: a model that is there. */
  GIVEN;

  /**
   * Some of them by their names.
   *
   * @param where they were given, for messages
   * @throws MalformedInputException if one is none, or named twice
   */
  public static List<Regime> parse(String where, List<String> names) {
    List<Regime> regimes =
        names.stream()
            .map(
                name ->
                    Stream.of(CLEAN, NOISY)
                        .filter(regime -> regime.toString().equals(name))
                        .findFirst()
                        .orElseThrow(
                            () -> MalformedInputException.of(where, "clean or noisy", name)))
            .toList();
    if (regimes.isEmpty() || regimes.stream().distinct().count() < regimes.size()) {
      throw MalformedInputException.of(where, "clean, noisy or both", String.join(",", names));
    }
    return regimes;
  }

  /** As in tables and names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
