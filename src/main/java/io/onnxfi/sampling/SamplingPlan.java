package io.onnxfi.sampling;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many faults and images reach a margin, and at what cost.
 *
 * @param variance from a pilot
 * @param cost of faults and images
 * @param images T: number of images of the data set
 * @param confidence of the interval, above 0 and below 1
 */
public record SamplingPlan(
    VarianceComponents variance, CostModel cost, int images, double confidence) {
  private static final long MOST = 1L << 40;

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

  /** The design with so many faults and images. */
  public Design design(long faults, int perFault) {
    double n = (double) faults;
    double error =
        Math.sqrt(variance.variance(n, perFault, images) / variance.variance(n, images, images));
    return new Design(perFault, faults, margin(faults, perFault), error, cost.seconds(n, perFault));
  }

  /** Half the width of {@link RateInterval} that so many faults and images are to be expected. */
  public double margin(long faults, int perFault) {
    double spread = variance.rate() * (1 - variance.rate());
    double n = (double) faults;
    double expected = variance.variance(n, perFault, images);
    double trials = expected > 0 && spread > 0 ? Math.max(1, spread / expected) : n;
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    return RateInterval.halfWidth(spread, trials, z);
  }

  /**
   * The fewest faults whose interval is to be expected within a margin, at least {@link
   * CriticalRate#ENOUGH_FAULTS}; empty if no number of faults that could ever be run is enough.
   *
   * @param margin a share, above 0
   */
  public OptionalLong faults(double margin, int perFault) {
    if (margin(MOST, perFault) > margin) {
      return OptionalLong.empty();
    }
    long enough = CriticalRate.ENOUGH_FAULTS;
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
   * Images per fault that reach a margin at least cost with the faults there are: the optimum of
   * the cost model, or more images where that would take too many faults.
   *
   * @param available number of faults in the list
   * @return the images per fault; empty if all faults with all images do not reach it
   */
  public OptionalLong cheapest(double margin, long available) {
    if (!isReached(margin, images, available)) {
      return OptionalLong.empty();
    }
    int least = cost.cheapestImages(variance, images);
    int enough = images;
    while (least < enough) {
      int middle = least + (enough - least) / 2;
      if (isReached(margin, middle, available)) {
        enough = middle;
      } else {
        least = middle + 1;
      }
    }
    return OptionalLong.of(enough);
  }

  private boolean isReached(double margin, int perFault, long available) {
    OptionalLong needed = faults(margin, perFault);
    return needed.isPresent() && needed.getAsLong() <= available;
  }
}
