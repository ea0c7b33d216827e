package io.onnxfi.agreement;

import io.onnxfi.sampling.Estimate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the critical counts of two sides go together, fault by fault.
 *
 * <p>The textbook intervals assume normal counts, which these are not; the standard errors are
 * those of the jackknife that leaves out one fault at a time (Efron and Tibshirani, An Introduction
 * to the Bootstrap, 1993, chapter 11).
 */
public final class Correlation {
  private final double[] x; // centred
  private final double[] y; // centred
  private final double shift; // mean of y minus mean of x
  private final double xx;
  private final double yy;
  private final double xy;

  private Correlation(double[] left, double[] right) {
    double meanLeft = Arrays.stream(left).average().orElseThrow();
    double meanRight = Arrays.stream(right).average().orElseThrow();
    this.x = Arrays.stream(left).map(value -> value - meanLeft).toArray();
    this.y = Arrays.stream(right).map(value -> value - meanRight).toArray();
    this.shift = meanRight - meanLeft;
    this.xx = Arrays.stream(x).map(value -> value * value).sum();
    this.yy = Arrays.stream(y).map(value -> value * value).sum();
    this.xy = IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
  }

  /** A coefficient from sums of squares and products, the shift of the means, and n. */
  private interface Coefficient {
    double of(double xx, double yy, double xy, double shift, double n);
  }

  /**
   * Pearson's r: whether the counts lie on a line, whichever.
   *
   * @return nothing if a side has the same count for every fault
   */
  public static Optional<Estimate> pearson(double[] left, double[] right) {
    return new Correlation(left, right)
        .jackknife((xx, yy, xy, shift, n) -> xy / Math.sqrt(xx * yy));
  }

  /**
   * Lin's concordance: whether the counts lie on the line y = x; 2·sxy/(sxx + syy + (ȳ − x̄)²),
   * with n as the divisor (Lin, A concordance correlation coefficient to evaluate reproducibility,
   * Biometrics 45, 1989, equation 3).
   *
   * @return nothing if both sides have one and the same count throughout
   */
  public static Optional<Estimate> concordance(double[] left, double[] right) {
    return new Correlation(left, right)
        .jackknife((xx, yy, xy, shift, n) -> 2 * xy / (xx + yy + n * shift * shift));
  }

  private Optional<Estimate> jackknife(Coefficient coefficient) {
    int n = x.length;
    double all = coefficient.of(xx, yy, xy, shift, n);
    if (Double.isNaN(all)) {
      return Optional.empty();
    }
    // Without fault i a centred sum of squares loses xᵢ²·n/(n − 1), a mean xᵢ/(n − 1).
    double weight = n / (n - 1.0);
    double[] without =
        IntStream.range(0, n)
            .mapToDouble(
                i ->
                    coefficient.of(
                        xx - weight * x[i] * x[i],
                        yy - weight * y[i] * y[i],
                        xy - weight * x[i] * y[i],
                        shift - (y[i] - x[i]) / (n - 1),
                        n - 1))
            .toArray();
    boolean estimable = n > 2 && Arrays.stream(without).allMatch(Double::isFinite);
    double error =
        estimable ? Estimate.ofMean(without).standardError() * (n - 1) : Double.POSITIVE_INFINITY;
    return Optional.of(new Estimate(all, error, Math.max(1, n - 1)));
  }
}
