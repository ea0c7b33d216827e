package io.onnxfi.sampling;

import io.onnxfi.fault.Labels;
import java.util.List;

/**
 * A list of faults as a sample of all faults of a model.
 *
 * <p>Faults are the clusters: all that is said rests on one number per fault, from all images of
 * the data set or from some drawn for each fault; nothing is said about images of other sets. A
 * finished list is still a sample, of some millions of possible faults, so no interval is narrowed
 * for it being finished.
 *
 * <p>If the list was drawn with every bit equally likely, faults can be weighted by layer × bit
 * ({@link PostStrata}): few draws happen to have just one in 32 on the exponent's top bit, which
 * makes most of the critical outcomes, and the weights correct that. On the published ResNet20 list
 * the variance of the critical rate falls to 56 %. Else every fault weighs the same, which is right
 * for a simple random sample.
 *
 * <p>The variance is that of a sample stratified afterwards, given the numbers drawn: Σ W²s²/n
 * (Cochran, Sampling Techniques, 3rd edition 1977, sections 5.4 and 5A.9; Holt and Smith, Post
 * stratification, JRSS A 142, 1979), plus that of the layers' shares. Degrees of freedom are
 * Satterthwaite's (Cochran, equation 5.16).
 */
public final class ClusterSample {
  private final int faults;
  private final PostStrata strata;
  private final int[] sizes;

  /**
   * The sample that these faults are.
   *
   * @param faults their labels, in the order of the list
   * @param by what to weight them by
   */
  public ClusterSample(List<Labels> faults, Strata by) {
    this(faults.size(), PostStrata.of(faults, by));
  }

  private ClusterSample(int faults, PostStrata strata) {
    this.faults = faults;
    this.strata = strata;
    this.sizes = new int[strata.count()];
    for (int fault = 0; fault < faults; fault++) {
      sizes[strata.ofFault(fault)]++;
    }
  }

  /** Number of faults. */
  public int faults() {
    return faults;
  }

  /** Number of strata; 1 if all faults weigh the same. */
  public int strata() {
    return sizes.length;
  }

  /** Number of layers that the weights tell apart; 1 if all faults weigh the same. */
  public int layers() {
    return strata.layers();
  }

  /** What a fault weighs in a mean over all faults of the model; all weights add up to 1. */
  public double weight(int fault) {
    int stratum = strata.ofFault(fault);
    return strata.weight(stratum) / sizes[stratum];
  }

  /** The stratum of a fault, from 0. */
  int stratum(int fault) {
    return strata.ofFault(fault);
  }

  /** The share of a stratum among all faults of the model. */
  double weightOfStratum(int stratum) {
    return strata.weight(stratum);
  }

  /** What the unknown shares of the layers add to the variance of {@link #mean}. */
  double varianceOfShares(double... values) {
    return strata.varianceOfShares(means(values), mean(values).value());
  }

  private double[] means(double... values) {
    double[] means = new double[sizes.length];
    for (int fault = 0; fault < faults; fault++) {
      int stratum = strata.ofFault(fault);
      means[stratum] += values[fault] / sizes[stratum];
    }
    return means;
  }

  /**
   * The mean over all faults of the model.
   *
   * @param values one per fault, in the order of the list
   */
  public Estimate mean(double... values) {
    if (values.length != faults) {
      throw new IllegalArgumentException(
          "%d values for %d faults".formatted(values.length, faults));
    }
    if (strata.count() == 1) {
      return Estimate.ofMean(values);
    }
    double[] means = means(values);
    double[] squares = new double[sizes.length];
    for (int fault = 0; fault < faults; fault++) {
      double deviation = values[fault] - means[strata.ofFault(fault)];
      squares[strata.ofFault(fault)] += deviation * deviation;
    }
    double mean = 0;
    for (int stratum = 0; stratum < sizes.length; stratum++) {
      mean += strata.weight(stratum) * means[stratum];
    }
    return new Variance().strata(squares).shares(strata.varianceOfShares(means, mean)).around(mean);
  }

  /** Adds up independent parts of a variance, and what their degrees of freedom come to. */
  private final class Variance {
    private double variance;
    private double slack; // Σ part² / its degrees of freedom

    Variance strata(double[] squares) {
      for (int stratum = 0; stratum < sizes.length; stratum++) {
        double weight = strata.weight(stratum);
        int freedom = sizes[stratum] - 1;
        add(weight * weight * squares[stratum] / freedom / sizes[stratum], freedom);
      }
      return this;
    }

    Variance shares(double part) {
      add(part, Math.max(1, strata.layers() - 1));
      return this;
    }

    private void add(double part, int freedom) {
      variance += part;
      slack += part * part / freedom;
    }

    Estimate around(double mean) {
      double freedom = slack > 0 ? variance * variance / slack : faults - sizes.length;
      return new Estimate(mean, Math.sqrt(variance), Math.max(1, freedom));
    }
  }
}
