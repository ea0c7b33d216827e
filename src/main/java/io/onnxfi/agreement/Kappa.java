package io.onnxfi.agreement;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.sampling.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Cohen's κ: how much more often two sides give an image the same outcome than by chance (Cohen, A
 * coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 1960).
 *
 * <p>κ = (po − pe)/(1 − pe), with po the share of equal outcomes and pe = Σ r·c from the shares r
 * and c of each outcome on either side. The standard error is that of the linearised κ with faults
 * as clusters: fault i gets zᵢ = poᵢ/(1 − pe) − (1 − po)/(1 − pe)² · Σ (rᵢ·c + r·cᵢ), and the
 * spread of the zᵢ is that of κ. With one image per fault this is the large-sample error of Fleiss,
 * Cohen and Everitt (Psychological Bulletin 72, 1969), but for n − 1 in place of n.
 */
public final class Kappa {
  private static final double MEANINGLESS = 1e-12;

  private final int categories;
  private final ToIntFunction<ImageOutcome> category;

  private Kappa(int categories, ToIntFunction<ImageOutcome> category) {
    this.categories = categories;
    this.category = category;
  }

  /**
   * κ of all outcomes.
   *
   * @param faults one confusion per fault, all of the same number of images
   * @return nothing if both sides have one and the same outcome throughout: chance does as well
   */
  public static Optional<Estimate> ofOutcomes(List<Confusion> faults) {
    return new Kappa(ImageOutcome.COUNT, ImageOutcome::code).of(faults);
  }

  /** κ of being critical or not; see {@link #ofOutcomes}. */
  public static Optional<Estimate> ofCritical(List<Confusion> faults) {
    return new Kappa(2, outcome -> outcome == ImageOutcome.CRITICAL ? 1 : 0).of(faults);
  }

  private Optional<Estimate> of(List<Confusion> faults) {
    List<Shares> each = faults.stream().map(this::shares).toList();
    Shares all = new Shares(categories);
    each.forEach(fault -> all.add(fault, 1.0 / faults.size()));
    double chance = dot(all.left, all.right);
    if (1 - chance < MEANINGLESS) {
      return Optional.empty();
    }
    if (each.stream().noneMatch(fault -> fault.differs)) {
      return Optional.of(new Estimate(1, 0, Math.max(1, faults.size() - 1)));
    }
    double kappa = (all.same - chance) / (1 - chance);
    double slope = (1 - all.same) / (1 - chance) / (1 - chance);
    double[] linear =
        each.stream()
            .mapToDouble(
                fault ->
                    fault.same / (1 - chance)
                        - slope * (dot(fault.left, all.right) + dot(all.left, fault.right)))
            .toArray();
    Estimate spread = Estimate.ofMean(linear);
    return Optional.of(new Estimate(kappa, spread.standardError(), spread.degreesOfFreedom()));
  }

  private Shares shares(Confusion fault) {
    Shares shares = new Shares(categories);
    double images = fault.total();
    for (ImageOutcome from : ImageOutcome.values()) {
      for (ImageOutcome to : ImageOutcome.values()) {
        double share = fault.count(from, to) / images;
        shares.left[category.applyAsInt(from)] += share;
        shares.right[category.applyAsInt(to)] += share;
        if (category.applyAsInt(from) == category.applyAsInt(to)) {
          shares.same += share;
        } else {
          shares.differs |= share > 0;
        }
      }
    }
    return shares;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Shares of the images: of each outcome on either side, and of equal ones. */
  private static final class Shares {
    private final double[] left;
    private final double[] right;
    private double same;
    private boolean differs;

    Shares(int categories) {
      this.left = new double[categories];
      this.right = new double[categories];
    }

    void add(Shares other, double weight) {
      Arrays.setAll(left, i -> left[i] + weight * other.left[i]);
      Arrays.setAll(right, i -> right[i] + weight * other.right[i]);
      same += weight * other.same;
    }
  }
}
