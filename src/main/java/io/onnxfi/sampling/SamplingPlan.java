package io.onnxfi.sampling;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many faults and images reach a margin, and at what cost.
 *
 * @param variance from a pilot, or of the worst case
 * @param cost of faults and images
 * @param images T: number of images of the data set
 * @param batch images run at a time: a fault gets a multiple of it, or all
 * @param confidence of the interval, above 0 and below 1
 */
public record SamplingPlan(
    VarianceComponents variance, CostModel cost, int images, int batch, double confidence) {
  private static final long MOST = 1L << 40;

  /** Checks the ranges. */
  public SamplingPlan {
    if (images < 1 || batch < 1) {
      throw new IllegalArgumentException("%d images in batches of %d".formatted(images, batch));
    }
  }

  /** A plan in which a fault gets any number of images. */
  public SamplingPlan(VarianceComponents variance, CostModel cost, int images, double confidence) {
    this(variance, cost, images, 1, confidence);
  }

  /**
   * A way to draw a sample.
   *
   * @param imagesPerFault m
   * @param faults n
   * @param margin half the width of the interval that is to be expected, a share from 0 to 1
   * @param error standard error, relative to that of as many faults with all images
   * @param seconds expected time in one backend
   */
  public record Design(
      int imagesPerFault, long faults, double margin, double error, double seconds) {
    /** Number of (fault, image) pairs. */
    public long inferences() {
      return faults * imagesPerFault;
    }
  }

  /** The design with this many faults and images. */
  public Design design(long faults, int perFault) {
    double n = (double) faults;
    double all = variance.variance(n, images, images);
    // A pilot without variance: images can add nothing to an error that there is not.
    double error = all > 0 ? Math.sqrt(variance.variance(n, perFault, images) / all) : 1;
    return new Design(perFault, faults, margin(faults, perFault), error, cost.seconds(n, perFault));
  }

  /**
   * Half the width of {@link EstimatedRate} that this many faults and images are to be expected.
   */
  public double margin(long faults, int perFault) {
    double spread = variance.rate() * (1 - variance.rate());
    double n = (double) faults;
    double expected = variance.variance(n, perFault, images);
    double trials = expected > 0 && spread > 0 ? Math.max(1, spread / expected) : n;
    return EstimatedRate.halfWidth(spread, trials, quantile());
  }

  /** Of the normal distribution, for two sides: 1.96 for 95 %. */
  public double quantile() {
    return NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + confidence) / 2);
  }

  /**
   * The fewest faults whose interval is to be expected within a margin, at least {@link
   * RateEstimator#ENOUGH_FAULTS}; empty if no number of faults that could ever be run is enough.
   *
   * @param margin a share, above 0
   */
  public OptionalLong faults(double margin, int perFault) {
    if (margin(MOST, perFault) > margin) {
      return OptionalLong.empty();
    }
    long enough = RateEstimator.ENOUGH_FAULTS;
    long least = enough - 1;
    while (enough < MOST && margin(enough, perFault) > margin) {
      least = enough;
      enough *= 2;
    }
    while (enough - least > 1) {
      long middle = least + (enough - least) / 2;
      if (margin(middle, perFault) > margin) {
        least = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalLong.of(enough);
  }

  /**
   * The design that reaches a margin in least time with the faults there are: of those with the
   * fewest faults for each number of images, the cheapest. Unless the faults there are or {@link
   * RateEstimator#ENOUGH_FAULTS} decide, its images per fault are those nearest to √(S₂²/(S₁² −
   * S₂²/T))·√(perFault/perImage) (Cochran, Sampling Techniques, 3rd edition 1977, equation 10.26).
   *
   * @param margin a share, above 0
   * @param available number of faults to draw from
   * @return nothing if all faults with all images do not reach it
   */
  public Optional<Design> cheapest(double margin, long available) {
    return IntStream.concat(
            IntStream.rangeClosed(1, images / batch).map(batches -> batches * batch),
            IntStream.of(images))
        .boxed()
        .flatMap(
            size ->
                faults(margin, size).stream()
                    .filter(faults -> faults <= available)
                    .mapToObj(faults -> design(faults, size)))
        .min(Comparator.comparingDouble(Design::seconds));
  }

  /** Whether this many faults and images are enough for a margin. */
  public boolean isReached(double margin, Design design) {
    return design.faults() >= RateEstimator.ENOUGH_FAULTS && design.margin() <= margin;
  }

  /** The images per fault nearest to a number, of those that a fault can get. */
  public int nearest(int wanted) {
    long batches = Math.max(1, Math.round((double) wanted / batch));
    return Math.toIntExact(Math.min(batches * batch, images));
  }
}
