package io.onnxfi.sampling;

import java.util.Locale;

/** Whether estimates use that each bit of a weight is equally likely to be hit. */
public enum Strata {
  /** A fault is a fault: the rate is the mean over the sample. */
  NONE,
  /**
   * Post-stratified: the rate is the mean over the bits of the mean over the sampled faults of each
   * bit, so that chance does not decide how many faults hit the one bit that matters. Right for
   * weights of one type from which faults were drawn, whatever bits the sample holds.
   */
  BIT;

  /** As on the command line: {@code none}, {@code bit}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
