package io.onnxfi.sampling;

import java.util.Locale;

/** Whether estimates use that each bit of a weight is equally likely to be hit. */
public enum Strata {
  /** A fault is a fault: the rate is the mean over the sample. */
  NONE,
  /**
   * Post-stratified by layer and bit, so that chance does not decide how many faults hit the one
   * bit that matters, if the sample looks like an even draw of bits ({@link ClusterSample}).
   */
  LAYER_BIT;

  /** As on the command line: {@code none}, {@code layer-bit}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
