package io.onnxfi.study.ber;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The error rate at which the mean accuracy has fallen by some percentage points, with a 95 %
 * interval.
 *
 * <p>It is where the curve of means, straight between the measured rates over their logarithm,
 * first comes down to that level. The interval holds the rates at which the level lies in the
 * interval of the mean: it begins where the lower ends come down to it, and ends where the upper
 * ones do. (A bootstrap over the patterns has a narrower one, which too often misses: what no
 * pattern shows, it takes to be impossible.)
 *
 * @param points percentage points
 * @param rate where it is; 0 if it lies below all measured rates, infinity if above all
 * @param low end of the interval; 0 if it lies below all measured rates
 * @param high end of the interval; infinity if it lies above all
 * @param lowest measured rate
 * @param highest measured rate
 */
record FallRate(int points, double rate, double low, double high, double lowest, double highest) {
  /**
   * Finds it.
   *
   * @param rates ascending
   * @param means at these rates
   * @param clean accuracy without errors, 0 to 1
   */
  static FallRate of(int points, List<Double> rates, List<MeanAccuracy> means, double clean) {
    double level = clean - points / 100.0;
    return new FallRate(
        points,
        first(level, rates, means, MeanAccuracy::estimate),
        first(level, rates, means, MeanAccuracy::low),
        first(level, rates, means, MeanAccuracy::high),
        rates.get(0),
        rates.get(rates.size() - 1));
  }

  private static double first(
      double level,
      List<Double> rates,
      List<MeanAccuracy> means,
      ToDoubleFunction<MeanAccuracy> curve) {
    for (int i = 0; i < rates.size(); i++) {
      double here = curve.applyAsDouble(means.get(i));
      if (here <= level) {
        if (i == 0) {
          return here == level ? rates.get(0) : 0;
        }
        double before = curve.applyAsDouble(means.get(i - 1));
        double start = Math.log(rates.get(i - 1));
        double share = (before - level) / (before - here);
        return Math.exp(start + share * (Math.log(rates.get(i)) - start));
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** {@code 3.1e-7 (95 %: 9.2e-8 to 1.2e-6)}, {@code above 1e-3 (95 %: above 2.0e-4)}. */
  @Override
  public String toString() {
    return "%s (95 %%: %s)".formatted(said(rate), ends());
  }

  private String ends() {
    if (low == high) {
      return said(low);
    }
    if (low > 0) {
      return Double.isFinite(high) ? said(low) + " to " + said(high) : said(low) + ", or more";
    }
    return Double.isFinite(high) ? said(high) + ", or less" : "anywhere";
  }

  private String said(double number) {
    return number == 0
        ? "below " + short2(lowest)
        : number == Double.POSITIVE_INFINITY ? "above " + short2(highest) : short2(number);
  }

  private static String short2(double number) {
    return String.format(Locale.ROOT, "%.1e", number).replace("e-0", "e-").replace("e+00", "");
  }
}
