package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.LocalDriver;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Do the published counts appear when one thing of the campaign is changed?
 *
 * <p>They do if they are matched within a tolerance, and at least twice as near as those that were
 * measured: within a wide tolerance, many counts match before anything is changed.
 */
public final class ReplayExperiment implements CountExperiment {
  private static final int NEARER = 2;

  private final Cause cause;
  private final String label;
  private final Campaign changed;
  private final LocalDriver driver;
  private final Backend backend;
  private final CountTolerance tolerance;

  private ReplayExperiment(
      Cause cause,
      String label,
      Campaign changed,
      LocalDriver driver,
      Backend backend,
      CountTolerance tolerance) {
    this.cause = cause;
    this.label = label;
    this.changed = changed;
    this.driver = driver;
    this.backend = backend;
    this.tolerance = tolerance;
  }

  /**
   * With operands rounded to fewer bits.
   *
   * @param rewriting gives a model that rounds the operands of some operators behind its
   *     initializers, which keep their names, shapes and values: faults are injected into them
   *     afterwards
   * @param label of the precision, for evidence: {@code tf32 in layer3.*}
   */
  public static ReplayExperiment precision(
      Campaign campaign,
      LocalDriver driver,
      Backend backend,
      UnaryOperator<OnnxModel> rewriting,
      String label,
      CountTolerance tolerance) {
    Campaign rounded =
        new Campaign(
            rewriting.apply(campaign.model()),
            Injections.of(List.of()),
            campaign.workload(),
            campaign.batch(),
            campaign.nanRule());
    return new ReplayExperiment(
        Cause.REDUCED_PRECISION, label, rounded, driver, backend, tolerance);
  }

  /** Judged by the other rule for outputs that are not finite. */
  public static ReplayExperiment nanRule(
      Campaign campaign, LocalDriver driver, Backend backend, CountTolerance tolerance) {
    NanRule other = campaign.nanRule() == NanRule.NUMPY ? NanRule.DUE : NanRule.NUMPY;
    Campaign judged =
        new Campaign(
            campaign.model(),
            Injections.of(List.of()),
            campaign.workload(),
            campaign.batch(),
            other);
    return new ReplayExperiment(
        Cause.NAN_RULE, "--nan-rule " + other, judged, driver, backend, tolerance);
  }

  @Override
  public List<Optional<Finding>> examine(List<DifferingTrial> faults) {
    List<ImageCounts> counts = CountRuns.counts(changed, driver, backend, faults);
    List<Optional<Finding>> findings = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      ImageCounts published = faults.get(i).right().counts();
      long before = CountTolerance.distance(faults.get(i).left().counts(), published);
      long after = CountTolerance.distance(counts.get(i), published);
      boolean matches = tolerance.holds(counts.get(i), published) && NEARER * after <= before;
      String evidence =
          "%s with %s counts %s, published %s: %s"
              .formatted(
                  backend.title(),
                  label,
                  CountRuns.text(counts.get(i)),
                  CountRuns.text(published),
                  tolerance);
      findings.add(
          matches ? Optional.of(new Finding(cause, List.of(), evidence)) : Optional.empty());
    }
    return findings;
  }
}
