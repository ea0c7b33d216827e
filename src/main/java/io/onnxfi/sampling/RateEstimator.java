package io.onnxfi.sampling;

import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.outcome.TrialOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Estimates critical rates from a two-stage sample: faults, and images for each fault.
 *
 * <p>A fault's rate over its images counts as one observation. The spread of these observations
 * holds both stages: E(s₁²) = S₁² + S₂²(1/m − 1/T) for m of T images, so that s₁²/n estimates the
 * variance of the mean of n faults drawn from many without knowing the second stage (Cochran,
 * Sampling Techniques, 3rd edition 1977, section 10.3 with f₁ = 0; Särndal, Swensson and Wretman,
 * Model Assisted Survey Sampling, 1992, section 4.3). It needs images that are drawn for each fault
 * by itself, or all images.
 *
 * @param strata what the estimate of a whole model is stratified by
 * @param confidence of the intervals, above 0 and below 1
 */
public record RateEstimator(Strata strata, double confidence) {
  /**
   * Faults from which on the intervals of the rate of a model hold what they promise: in simulated
   * campaigns as skewed as the published ResNet20 outcomes (rate 1.3 %) 95 % intervals covered 94.7
   * to 95.8 % from here on, and 87 % with 160 faults.
   */
  public static final int ENOUGH_FAULTS = 500;

  /** Checks the confidence. */
  public RateEstimator {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence is within 0 and 1, not " + confidence);
    }
  }

  /**
   * The rate over all faults of the model that the sample was drawn from.
   *
   * @param sample at least one fault
   */
  public EstimatedRate of(List<TrialOutcome> sample) {
    double[] rates = sample.stream().mapToDouble(TrialOutcome::criticalRate).toArray();
    List<Labels> labels = sample.stream().map(TrialOutcome::labels).toList();
    return interval(new ClusterSample(labels, strata).mean(rates), sample);
  }

  private EstimatedRate interval(Estimate mean, List<TrialOutcome> sample) {
    return EstimatedRate.of(
        mean.value(),
        mean.standardError() * mean.standardError(),
        mean.degreesOfFreedom(),
        confidence,
        sample.size(),
        inferences(sample));
  }

  /**
   * The rates of parts of the sample, such as layers or bits. A part holds few faults, which cannot
   * show how rare critical ones are: each counts as a single trial, which no spread of rates
   * between 0 and 1 exceeds, so that these intervals err on the wide side.
   *
   * @param part the factor by which the sample is parted
   * @return by level, in the order in which the sample meets them
   */
  public Map<String, EstimatedRate> parts(List<TrialOutcome> sample, Factor part) {
    return parts(sample, trial -> trial.labels().level(part));
  }

  /** The same of parts by several factors: by their levels, in the order of the factors. */
  public Map<List<String>, EstimatedRate> cells(List<TrialOutcome> sample, List<Factor> factors) {
    return parts(sample, trial -> factors.stream().map(trial.labels()::level).toList());
  }

  private <K> Map<K, EstimatedRate> parts(
      List<TrialOutcome> sample, Function<TrialOutcome, K> part) {
    Map<K, EstimatedRate> rates = new LinkedHashMap<>();
    sample.stream()
        .collect(Collectors.groupingBy(part, LinkedHashMap::new, Collectors.toList()))
        .forEach((level, trials) -> rates.put(level, interval(ofTrials(trials), trials)));
    return rates;
  }

  private static Estimate ofTrials(List<TrialOutcome> faults) {
    double rate = faults.stream().mapToDouble(TrialOutcome::criticalRate).average().orElseThrow();
    double error = Math.sqrt(rate * (1 - rate) / faults.size());
    return new Estimate(rate, error, Math.max(1, faults.size() - 1));
  }

  private static long inferences(List<TrialOutcome> faults) {
    return faults.stream().mapToLong(trial -> trial.counts().images()).sum();
  }
}
