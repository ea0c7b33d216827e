package io.onnxfi.agreement;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Whether two sides have the same critical rate, but for a margin that does not matter.
 *
 * <p>The rates and their difference are means over all faults of the model ({@link ClusterSample}),
 * the difference fault by fault, so that what both sides share cancels.
 *
 * <ul>
 *   <li>{@link Decision#EQUIVALENT}: two one-sided tests (Schuirmann, Journal of Pharmacokinetics
 *       and Biopharmaceutics 15, 1987) both reject a difference of the margin or more. That is so
 *       if the interval of confidence 1 − 2α lies within the margin. Here it must do so {@linkplain
 *       #bound() widened} by what the sample cannot show: faults so rare that none was drawn may
 *       differ on every image, and they exist (a bit of an exponent that makes one framework's
 *       maximum a NaN). Without this, in nearly one of four simulated campaigns of 1,000 faults the
 *       tests find equivalence where the difference is as large as the margin.
 *   <li>{@link Decision#NOT_EQUIVALENT}: the 95 % interval lies wholly beyond the margin, and at
 *       least {@value #LEAST_DIFFERING} faults differ; with fewer, not even a sign test can reject
 *       at 5 % (2 · 0.5⁵ > 0.05).
 *   <li>{@link Decision#UNDECIDED}: else.
 * </ul>
 *
 * @param margin what does not matter
 * @param faults number of faults that both sides have
 * @param differing faults whose critical counts differ
 * @param strata number of strata by which faults are weighted; 1 if all weigh the same
 * @param layers number of layers that the weights tell apart; 1 if all weigh the same
 * @param left critical rate of the first side, 0 to 1
 * @param right critical rate of the second side, 0 to 1
 * @param difference second rate minus first, −1 to 1
 */
public record Equivalence(
    Margin margin,
    int faults,
    int differing,
    int strata,
    int layers,
    Estimate left,
    Estimate right,
    Estimate difference) {
  /** Confidence of the intervals that are shown for rates. */
  public static final double CONFIDENCE = 0.95;

  private static final int LEAST_DIFFERING = 6;

  /** More faults than anybody will run. */
  private static final int MANY = 100_000_000;

  /**
   * Compares the critical rates of two sides.
   *
   * @throws MalformedInputException if a fault was tried on no image
   */
  public static Equivalence of(Comparison comparison, Margin margin) {
    List<Difference> faults = comparison.faults();
    ClusterSample sample = new ClusterSample(faults.stream().map(Difference::key).toList());
    return new Equivalence(
        margin,
        faults.size(),
        Math.toIntExact(faults.size() - comparison.criticalWithin(0)),
        sample.strata(),
        sample.layers(),
        sample.mean(rates(faults, fault -> fault.left().critical())),
        sample.mean(rates(faults, fault -> fault.right().critical())),
        sample.mean(rates(faults, fault -> fault.right().critical() - fault.left().critical())));
  }

  /** Images per fault → share of the fault's images. */
  private static double[] rates(List<Difference> faults, ToDoubleFunction<Difference> images) {
    return faults.stream()
        .mapToDouble(fault -> images.applyAsDouble(fault) / requireImages(fault))
        .toArray();
  }

  private static long requireImages(Difference fault) {
    long images = fault.left().injections();
    if (images < 1) {
      throw MalformedInputException.of(
          "injection " + fault.key().injection(), "at least 1 image", Long.toString(images));
    }
    return images;
  }

  /** Confidence of the interval that the two tests come down to: 1 − 2α. */
  public double testConfidence() {
    return 1 - 2 * margin.alpha();
  }

  /** The largest share of faults that may differ without one having been drawn, 0 to 1. */
  public double unseenShare() {
    return RareFaults.unseenShare(faults, margin.alpha());
  }

  /** The exact 95 % interval of the share of faults whose critical counts differ. */
  public Interval differingShare() {
    return RareFaults.share(differing, faults, CONFIDENCE);
  }

  /**
   * The interval of the difference at {@link #testConfidence()}, with every fault that is too rare
   * to be seen taken to differ on all images.
   */
  public Interval bound() {
    return Interval.around(difference.value(), reach(faults)).clamped(-1, 1);
  }

  /** Half the width of {@link #bound()}, had so many faults shown the same spread. */
  private double reach(double faults) {
    return spread(faults, testConfidence()) + RareFaults.unseenShare(faults, margin.alpha());
  }

  private double spread(double faults, double confidence) {
    return difference.margin(confidence) * Math.sqrt(this.faults / faults);
  }

  /** The answer, by the rules above. */
  public Decision decision() {
    if (bound().isWithin(margin.rate())) {
      return Decision.EQUIVALENT;
    }
    boolean beyond =
        Interval.around(difference.value(), Math.min(1, difference.margin(CONFIDENCE)))
            .isBeyond(margin.rate());
    return beyond && differing >= LEAST_DIFFERING ? Decision.NOT_EQUIVALENT : Decision.UNDECIDED;
  }

  /** Whether only faults too rare to be seen stand between the interval and the margin. */
  public boolean onlyUnseenFaultsAreInTheWay() {
    return decision() == Decision.UNDECIDED
        && Double.isFinite(difference.standardError())
        && Interval.around(difference.value(), difference.margin(testConfidence()))
            .isWithin(margin.rate());
  }

  /**
   * How many faults would decide what is undecided, were the difference and the spread to stay what
   * they are: an extrapolation, with n for √n. Nothing if it is decided, or if no feasible number
   * decides.
   *
   * @return number of faults to add to those that there are
   */
  public OptionalLong moreFaults() {
    if (decision() != Decision.UNDECIDED || Double.isInfinite(difference.standardError())) {
      return OptionalLong.empty();
    }
    if (!decides(MANY)) {
      return OptionalLong.empty();
    }
    int low = faults;
    int high = MANY;
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      if (decides(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return OptionalLong.of(high - faults);
  }

  private boolean decides(int faults) {
    double distance = Math.abs(difference.value());
    return distance < margin.rate()
        ? distance + reach(faults) < margin.rate()
        : distance - spread(faults, CONFIDENCE) > margin.rate()
            && differing * ((double) faults / this.faults) >= LEAST_DIFFERING;
  }
}
