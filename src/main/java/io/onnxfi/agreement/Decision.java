package io.onnxfi.agreement;

import java.util.Locale;

/** What can be said about the critical rates of two sides. */
public enum Decision {
  /** They differ by less than the margin. */
  EQUIVALENT,
  /** They differ by more than the margin. */
  NOT_EQUIVALENT,
  /** The faults tried allow both. */
  UNDECIDED;

  /** For programs: {@code not_equivalent}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
