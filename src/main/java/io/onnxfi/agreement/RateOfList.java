package io.onnxfi.agreement;

import io.onnxfi.sampling.ClusterSample;
import io.onnxfi.sampling.Estimate;
import java.util.Locale;

/**
 * The mean rate of all faults of a list, estimated from some of them.
 *
 * <p>An {@link Estimate}, narrowed for having drawn a known share of a finite list without
 * replacement (Cochran, Sampling Techniques, 3rd edition 1977, section 2.6). It speaks of the list
 * only; a list is itself a sample of the faults of a model, for which {@link ClusterSample} speaks.
 *
 * @param rate mean of the faults' rates, 0 to 1
 * @param margin half the width of the 95 % interval; infinite for a single fault
 * @param faults number of faults it rests on
 */
public record RateOfList(double rate, double margin, int faults) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Estimates from a simple random sample.
   *
   * @param population faults in the whole list
   * @param rates one per drawn fault, 0 to 1
   */
  public static RateOfList of(int population, double... rates) {
    int n = rates.length;
    if (n < 1 || n > population) {
      throw new IllegalArgumentException("%d rates of %d faults".formatted(n, population));
    }
    Estimate mean = Estimate.ofMean(rates);
    double margin =
        n == population ? 0 : mean.margin(CONFIDENCE) * Math.sqrt(1 - (double) n / population);
    return new RateOfList(mean.value(), margin, n);
  }

  /** As {@code 5.93 % ± 0.82 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f %% ± %.2f %%", 100 * rate, 100 * margin);
  }
}
