package io.onnxfi.sampling;

import io.onnxfi.outcome.TrialOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * Where the variance of a critical rate comes from, estimated from a pilot.
 *
 * @param rate critical rate, 0 to 1
 * @param between S₁²: variance of the true rates of faults, within a stratum if there are strata
 * @param within S₂²: variance between the images of a fault, each 0 or 1, mean over faults
 * @param strata number of strata, 1 if there are none
 */
public record VarianceComponents(double rate, double between, double within, int strata) {
  /** The largest variance of values between 0 and 1 is at a mean of one half. */
  public static final double WORST_RATE = 0.5;

  /**
   * The most that faults can vary if their mean critical rate is at most so much: each is critical
   * for all images or for none. Then S₁² = p(1 − p), which no values between 0 and 1 with mean p
   * exceed (Bhatia and Davis, American Mathematical Monthly 107, 2000, 353-357), and S₂² = 0.
   *
   * @param rate p, above 0 and at most {@value #WORST_RATE}
   */
  public static VarianceComponents worstCase(double rate) {
    if (!(rate > 0 && rate <= WORST_RATE)) {
      throw new IllegalArgumentException("a worst case at a critical rate of " + rate);
    }
    return new VarianceComponents(rate, rate * (1 - rate), 0, 1);
  }

  /**
   * Estimates the components (Cochran, Sampling Techniques, 3rd edition 1977, section 10.4): s₁²
   * between the observed rates holds a share S₂²(1/m − 1/T) of the images, which is taken out.
   *
   * @param pilot faults, each tried on two images or more
   * @param images T: number of images of the data set
   * @param by what to stratify by; the variance between the layers, whose shares are not known
   *     before the draw, is part of that between faults
   */
  public static VarianceComponents of(List<TrialOutcome> pilot, long images, Strata by) {
    ClusterSample sample = new ClusterSample(pilot.stream().map(TrialOutcome::labels).toList(), by);
    List<List<TrialOutcome>> groups = new ArrayList<>();
    IntStream.range(0, sample.strata()).forEach(stratum -> groups.add(new ArrayList<>()));
    for (int fault = 0; fault < pilot.size(); fault++) {
      groups.get(sample.stratum(fault)).add(pilot.get(fault));
    }
    double[] all = pilot.stream().mapToDouble(TrialOutcome::criticalRate).toArray();
    double between = pilot.size() * sample.varianceOfShares(all);
    double within = 0;
    for (int stratum = 0; stratum < groups.size(); stratum++) {
      List<TrialOutcome> faults = groups.get(stratum);
      double weight = sample.weightOfStratum(stratum);
      double[] rates = faults.stream().mapToDouble(TrialOutcome::criticalRate).toArray();
      double ofImages = faults.stream().mapToDouble(f -> ofImages(f, images)).average().orElse(0);
      between += weight * (Variance.of(rates).getAsDouble() - ofImages);
      within += weight * faults.stream().mapToDouble(Sample::varianceWithin).average().orElse(0);
    }
    double rate = sample.mean(all).value();
    return new VarianceComponents(rate, Math.max(0, between), within, sample.strata());
  }

  private static double ofImages(TrialOutcome fault, long images) {
    return Math.max(
        0, Sample.varianceWithin(fault) * (1.0 / fault.counts().images() - 1.0 / images));
  }

  /**
   * Variance of the estimated rate. With strata that is of the post-stratified estimate, whose
   * faults fall on the strata by chance (Cochran, section 5A.9): one part in n more per stratum, of
   * which there are as many as n faults fill.
   *
   * @param faults n
   * @param perFault m: images for each fault
   * @param images T: number of images of the data set
   */
  public double variance(double faults, double perFault, double images) {
    double ofOne = between + within * (1 / perFault - 1 / images);
    double filled = Math.min(strata - 1, faults / PostStrata.LEAST);
    return ofOne / faults * (1 + filled / faults);
  }
}
