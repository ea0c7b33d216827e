package io.onnxfi.agreement;

import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test: is being critical as likely on one side as on the other?
 *
 * <p>Over many faults, images of one fault are not independent; the classical statistic on the
 * summed table takes them for that and is not used. That of Durkalski et al. takes faults as
 * clusters: T = (Σ d)² / Σ d², d the difference of a fault's critical rates, χ² with 1 degree of
 * freedom (Durkalski, Palesch, Lipsitz and Rust, Analysis of clustered matched-pair data,
 * Statistics in Medicine 22, 2003, equation for the test statistic; Obuchowski, On the comparison
 * of correlated proportions for clustered data, Statistics in Medicine 17, 1998, differs by the
 * factor (K − 1)/K for K clusters of one size). It needs counts per fault and no images.
 *
 * @param statistic T, 0 if no fault differs
 * @param pValue that or a greater T if the sides are alike, 0 to 1
 */
public record McNemar(double statistic, double pValue) {
  private static final double HALF = 0.5;

  /** Tests over all faults, each a cluster. */
  public static McNemar overFaults(List<Difference> faults) {
    double sum = 0;
    double squares = 0;
    for (Difference fault : faults) {
      double d =
          (double) (fault.right().critical() - fault.left().critical()) / fault.left().images();
      sum += d;
      squares += d * d;
    }
    double statistic = squares == 0 ? 0 : sum * sum / squares;
    return new McNemar(statistic, ChiSquaredDistribution.of(1).survivalProbability(statistic));
  }

  /**
   * The exact two-sided test within one fault, whose images are independent given the fault: the
   * binomial test of b against c.
   *
   * @param onlyLeft images that are critical on the first side only, b
   * @param onlyRight images that are critical on the second side only, c
   * @return p, 0 to 1; 1 if there are no such images
   */
  public static double exact(long onlyLeft, long onlyRight) {
    int discordant = Math.toIntExact(onlyLeft + onlyRight);
    if (discordant == 0) {
      return 1;
    }
    int fewer = Math.toIntExact(Math.min(onlyLeft, onlyRight));
    return Math.min(1, 2 * BinomialDistribution.of(discordant, HALF).cumulativeProbability(fewer));
  }
}
