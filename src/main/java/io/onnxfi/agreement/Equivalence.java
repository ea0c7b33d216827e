package io.onnxfi.agreement;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.sampling.ClusterSample;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Interval;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Whether two sides have the same critical rate, but for a margin that does not matter.
 *
 * <p>The rates ({@link RateEstimator}) and their difference are means over all faults of the model,
 * the difference fault by fault, so that what both sides share cancels.
 *
 * <ul>
 *   <li>{@link Decision#EQUIVALENT}: two one-sided tests (Schuirmann, Journal of Pharmacokinetics
 *       and Biopharmaceutics 15, 1987) both reject a difference of the margin or more. That is so
 *       if the interval of confidence 1 − 2α lies within the margin. Here that is the interval of
 *       {@link MeanDifference}, which allows for what the sample cannot show: faults so rare that
 *       none was drawn may differ on every image, and they exist (a bit of an exponent that makes
 *       one framework's maximum a NaN). With Student's interval, in nearly one of four simulated
 *       campaigns of 1,000 faults the tests find equivalence where the difference is as large as
 *       the margin.
 *   <li>{@link Decision#NOT_EQUIVALENT}: the 95 % interval, the same way, lies wholly beyond the
 *       margin. That takes six faults that differ at the least.
 *   <li>{@link Decision#UNDECIDED}: else.
 * </ul>
 *
 * @param margin what does not matter
 * @param by what faults are weighted by, if the sample allows it
 * @param faults number of faults that both sides have
 * @param differing faults whose critical counts differ
 * @param strata number of strata by which faults are weighted; 1 if all weigh the same
 * @param layers number of layers that the weights tell apart; 1 if all weigh the same
 * @param left critical rate of the first side, 0 to 1
 * @param right critical rate of the second side, 0 to 1
 * @param difference second rate minus first, −1 to 1
 * @param seen the same with Student's interval, from the spread of the faults seen alone
 */
public record Equivalence(
    Margin margin,
    Strata by,
    int faults,
    int differing,
    int strata,
    int layers,
    EstimatedRate left,
    EstimatedRate right,
    MeanDifference difference,
    Estimate seen) {
  /** Confidence of the intervals that are shown for rates. */
  public static final double CONFIDENCE = 0.95;

  /** More faults than anybody will run. */
  private static final int MANY = 100_000_000;

  /**
   * Compares the critical rates of two sides.
   *
   * @param by what faults are weighted by, if the sample allows it
   * @throws MalformedInputException if a fault was tried on no image
   */
  public static Equivalence of(Comparison comparison, Margin margin, Strata by) {
    List<Difference> faults = comparison.faults();
    ClusterSample sample = new ClusterSample(faults.stream().map(Difference::labels).toList(), by);
    double[] differences =
        rates(comparison, fault -> fault.right().critical() - fault.left().critical());
    return new Equivalence(
        margin,
        by,
        faults.size(),
        Math.toIntExact(faults.size() - comparison.criticalWithin(0)),
        sample.strata(),
        sample.layers(),
        rate(faults, Difference::first, by),
        rate(faults, Difference::second, by),
        MeanDifference.of(sample::weight, differences),
        sample.mean(differences));
  }

  private static EstimatedRate rate(
      List<Difference> faults, Function<Difference, TrialOutcome> side, Strata by) {
    return new RateEstimator(by, CONFIDENCE).of(faults.stream().map(side).toList());
  }

  /** Images per fault → share of the fault's images. */
  private static double[] rates(Comparison comparison, ToDoubleFunction<Difference> images) {
    return comparison.faults().stream()
        .mapToDouble(fault -> images.applyAsDouble(fault) / requireImages(fault, comparison.unit()))
        .toArray();
  }

  private static long requireImages(Difference fault, SampleKind unit) {
    long images = fault.left().images();
    if (images < 1) {
      throw MalformedInputException.of(
          "injection " + fault.trial().id(), "at least 1 " + unit.one(), Long.toString(images));
    }
    long critical = Math.max(fault.left().critical(), fault.right().critical());
    if (critical > images) {
      throw MalformedInputException.of(
          "injection " + fault.trial().id(),
          "counts within n_injections",
          "%d critical of %d %s".formatted(critical, images, unit));
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

  /** The interval of the difference that the two tests come down to. */
  public Interval bound() {
    return difference.interval(testConfidence());
  }

  /** The answer, by the rules above. */
  public Decision decision() {
    return decision(faults);
  }

  /** The answer, had this many faults shown the same. */
  private Decision decision(double faults) {
    MeanDifference mean = difference.withFaults(faults);
    if (mean.interval(testConfidence()).isWithin(margin.rate())) {
      return Decision.EQUIVALENT;
    }
    return mean.interval(CONFIDENCE).isBeyond(margin.rate())
        ? Decision.NOT_EQUIVALENT
        : Decision.UNDECIDED;
  }

  /** Whether only faults too rare to be seen stand between the interval and the margin. */
  public boolean onlyUnseenFaultsAreInTheWay() {
    return decision() == Decision.UNDECIDED
        && Double.isFinite(seen.standardError())
        && Interval.around(seen.value(), seen.margin(testConfidence())).isWithin(margin.rate());
  }

  /**
   * How many faults would decide what is undecided, were the kinds of faults and their shares to
   * stay what they are: an extrapolation. Nothing if it is decided, or if no feasible number
   * decides.
   *
   * @return number of faults to add to those that there are
   */
  public OptionalLong moreFaults() {
    if (faults < 2 || decision() != Decision.UNDECIDED || decision(MANY) == Decision.UNDECIDED) {
      return OptionalLong.empty();
    }
    int low = faults;
    int high = MANY;
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      if (decision(middle) == Decision.UNDECIDED) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalLong.of((long) high - faults);
  }
}
