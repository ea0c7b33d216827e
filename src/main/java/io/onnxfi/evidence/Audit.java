package io.onnxfi.evidence;

import io.onnxfi.sampling.Proportion;

/**
 * How far a screen can be trusted: of the pairs that it called harmless, some drawn at random were
 * run.
 *
 * @param screened pairs that the screen called harmless, those of which it was found wrong in a
 *     whole stratum left out
 * @param audited of these, drawn at random and run
 * @param contradicted of these, critical after all
 * @param critical pairs known to be critical
 */
public record Audit(long screened, long audited, long contradicted, long critical) {
  private static final double TAIL = 0.05;

  /**
   * The upper 95 % limit on the pairs that are critical and have not been run: by Clopper and
   * Pearson for simple random sampling, which is on the safe side where every stratum gave the same
   * share of its pairs (W. Hoeffding, On the distribution of the number of successes in independent
   * trials, Annals of Mathematical Statistics 27, 1956).
   */
  public double missed() {
    long left = screened - audited;
    return left == 0
        ? 0
        : left * new Proportion(contradicted, audited).interval(1 - 2 * TAIL).high();
  }

  /** The same as a share of all critical pairs; 0 if nothing can be missed. */
  public double missedShare() {
    double missed = missed();
    return missed == 0 ? 0 : missed / (critical + missed);
  }

  /** How many pairs to audit so that a share is kept to if as many more contradict as now. */
  long needed(double share) {
    long low = Math.max(1, audited);
    long high = screened;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (new Audit(screened, middle, contradicted, critical).missedShare() <= share) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Math.min(low, screened);
  }
}
