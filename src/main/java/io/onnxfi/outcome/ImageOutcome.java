package io.onnxfi.outcome;

import java.util.Locale;

/** What a fault did to one image, against the golden run of the same backend. */
public enum ImageOutcome {
  /** All output elements are equal to the golden ones; a NaN is equal to nothing. */
  MASKED(0),
  /** Some output differs, the predicted class does not. */
  NON_CRITICAL(1),
  /** The predicted class differs: a silent data corruption of the top-1 answer (SDC-1). */
  CRITICAL(2),
  /** Detected: an output is not finite, and {@link NanRule#DUE} counts that. */
  NON_FINITE(3),
  /** Detected: the framework gave up, so that there are no outputs. */
  CRASHED(4);

  /** Number of outcomes; codes are below it. */
  public static final int COUNT = 5;

  private final byte code;

  ImageOutcome(int code) {
    this.code = (byte) code;
  }

  /** Whether a system would know that something is wrong; none of the published outcomes is. */
  public boolean isDetected() {
    return this == NON_FINITE || this == CRASHED;
  }

  /** How the outcome is stored per image. */
  public byte code() {
    return code;
  }

  /** The outcome with this code. */
  public static ImageOutcome of(byte code) {
    return switch (code) {
      case 0 -> MASKED;
      case 1 -> NON_CRITICAL;
      case 2 -> CRITICAL;
      case 3 -> NON_FINITE;
      case 4 -> CRASHED;
      default -> throw new IllegalArgumentException("no outcome has the code " + code);
    };
  }

  /** The published column name: {@code non_critical}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
