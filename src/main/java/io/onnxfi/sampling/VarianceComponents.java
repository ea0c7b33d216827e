package io.onnxfi.sampling;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * Where the variance of a critical rate comes from, estimated from a pilot.
 *
 * @param rate critical rate, 0 to 1
 * @param between S₁²: variance of the true rates of faults, within a stratum if there are strata
 * @param within S₂²: variance between the images of a fault, each 0 or 1, mean over faults
 * @param strata number of equally likely strata, 1 if there are none
 */
public record VarianceComponents(double rate, double between, double within, int strata) {
  /**
   * Estimates the components (Cochran, Sampling Techniques, 3rd edition 1977, section 10.4): s₁²
   * between the observed rates holds a share S₂²(1/m − 1/T) of the images, which is taken out.
   *
   * @param pilot faults, each tried on two images or more
   * @param images T: number of images of the data set
   * @param by what to stratify by; where a bit has fewer than two faults, nothing
   */
  public static VarianceComponents of(Collection<TriedFault> pilot, long images, Strata by) {
    Map<Integer, List<TriedFault>> bits =
        pilot.stream()
            .collect(Collectors.groupingBy(TriedFault::bit, TreeMap::new, Collectors.toList()));
    boolean sparse = bits.values().stream().anyMatch(faults -> faults.size() < 2);
    Collection<? extends Collection<TriedFault>> groups =
        by == Strata.NONE || sparse ? List.of(pilot) : bits.values();
    double weight = 1.0 / groups.size();
    double rate = 0;
    double between = 0;
    double within = 0;
    for (Collection<TriedFault> faults : groups) {
      double[] rates = faults.stream().mapToDouble(TriedFault::rate).toArray();
      double ofImages = faults.stream().mapToDouble(f -> ofImages(f, images)).average().orElse(0);
      rate += weight * Mean.of(rates).getAsDouble();
      between += weight * (Variance.of(rates).getAsDouble() - ofImages);
      within += weight * faults.stream().mapToDouble(TriedFault::within).average().orElse(0);
    }
    return new VarianceComponents(rate, Math.max(0, between), within, groups.size());
  }

  private static double ofImages(TriedFault fault, long images) {
    return Math.max(0, fault.within() * (1.0 / fault.images() - 1.0 / images));
  }

  /**
   * Variance of the estimated rate. With strata that is of the post-stratified estimate, whose
   * faults fall on the strata by chance (Cochran, section 5A.9): one part in n more per stratum.
   *
   * @param faults n
   * @param perFault m: images for each fault
   * @param images T: number of images of the data set
   */
  public double variance(double faults, double perFault, double images) {
    double ofOne = between + within * (1 / perFault - 1 / images);
    return ofOne / faults * (1 + (strata - 1) / faults);
  }
}
