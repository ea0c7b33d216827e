package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import java.util.Locale;

/** What stands behind a count of critical pairs that is given. */
public enum Evidence {
  /** Every pair was run. */
  RUN,
  /** Pairs that a first-order prediction calls harmless were not, but for a random sample. */
  AUDITED,
  /** Pairs that a bound proves not critical were not. */
  PROVEN;

  /**
   * By name: {@code run}, {@code audited} or {@code proven}.
   *
   * @param where the name was given, for messages
   * @throws MalformedInputException if there is none of that name
   */
  public static Evidence parse(String name, String where) {
    for (Evidence evidence : values()) {
      if (evidence.label().equals(name)) {
        return evidence;
      }
    }
    throw MalformedInputException.of(where, "run, audited or proven", "'" + name + "'");
  }

  /** For people and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
