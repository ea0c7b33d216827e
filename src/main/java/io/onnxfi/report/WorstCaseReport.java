package io.onnxfi.report;

import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.SamplingFrame;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.VarianceComponents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many faults a margin takes if nothing is known of them but, at most, a bound of their
 * critical rate.
 *
 * @param plan of {@link VarianceComponents#worstCase}, with one image
 * @param costs where the costs of the plan come from
 * @param margin asked for, a share above 0
 * @param listed what faults are drawn from, if they are known
 * @param lines the command of a pilot
 */
public record WorstCaseReport(
    SamplingPlan plan,
    PlanCosts costs,
    double margin,
    Optional<SamplingFrame> listed,
    PlanLines lines) {
  private static final double SMALL_RATE = 0.05;

  /** Variance between faults on the same bit in the published outcomes of ResNet20. */
  private static final double PUBLISHED_VARIANCE = 0.0061;

  /** The report for a terminal. */
  public String text() {
    return basis() + verdict() + formula() + ofList() + next();
  }

  private double rate() {
    return plan.variance().rate();
  }

  private Optional<SamplingPlan.Design> design() {
    return plan.cheapest(margin, Long.MAX_VALUE);
  }

  private String basis() {
    return String.format(
        Locale.ROOT,
        "Based on no outcomes but on the worst case: a critical rate of %s %%, with every fault"
            + " critical for all images%nor for none. Rates of faults%s cannot vary more; the"
            + " variance between faults is %s, between images 0.%n%n",
        Figures.plain(100 * rate()),
        rate() < VarianceComponents.WORST_RATE ? " with this mean or a smaller one" : "",
        Figures.plain(plan.variance().between()));
  }

  private String verdict() {
    String wanted =
        "±%s points at %s %% confidence: "
            .formatted(PlanReport.points(margin), Figures.plain(100 * plan.confidence()));
    return wanted
        + design()
            .map(
                design ->
                    ("%s faults. One image per fault (--images-per-fault 1 --batch 1) is as good%n"
                            + "as all images in this case: %s per backend, at %s.%n")
                        .formatted(
                            Figures.count(design.faults()),
                            Figures.seconds(design.seconds()),
                            costs.each(lines.unit())))
            .orElse("more faults than can be run.%n".formatted());
  }

  /** The published sample size for a population without end. */
  private long published() {
    double z = plan.quantile();
    return (long) Math.ceil(z * z * plan.variance().between() / (margin * margin));
  }

  private String formula() {
    return String.format(
        Locale.ROOT,
        "The published formula t²·p(1 − p)/e² (Leveugle et al., DATE 2009) gives %s; the"
            + " difference%ncomes from Wilson's interval, which is used here, and no plan has fewer"
            + " than %d faults.%nThere is no correction for a finite population: a model has so"
            + " many possible faults%nthat any list is a small sample of them.%n",
        Figures.count(published()),
        RateEstimator.ENOUGH_FAULTS);
  }

  private String ofList() {
    return listed
        .map(
            frame ->
                "%nThe %s faults of %s reach ±%s points.%n"
                    .formatted(
                        Figures.count(frame.size()),
                        frame.name(),
                        PlanReport.points(plan.margin(frame.size(), 1))))
        .orElse("");
  }

  private String next() {
    return smallRate()
        + ("%nA pilot lowers this number far more: in the published outcomes of ResNet20 the"
                + " variance between faults on the same%nbit is %s.%n  %s%n")
            .formatted(Figures.plain(PUBLISHED_VARIANCE), lines.pilot(margin));
  }

  private String smallRate() {
    if (rate() <= SMALL_RATE) {
      return "";
    }
    SamplingPlan small =
        new SamplingPlan(
            VarianceComponents.worstCase(SMALL_RATE),
            plan.cost(),
            plan.images(),
            plan.confidence());
    return small
        .cheapest(margin, Long.MAX_VALUE)
        .map(
            design ->
                ("%nIf the critical rate is known to be at most %s %%, --rate-at-most %s lowers"
                        + " this to %s faults.%n")
                    .formatted(
                        Figures.plain(100 * SMALL_RATE),
                        Figures.plain(100 * SMALL_RATE),
                        Figures.count(design.faults())))
        .orElse("");
  }

  /** The same for a program; rates, margins and variances are of shares from 0 to 1. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("basis", "worst_case");
    json.put("rate_at_most", rate());
    json.putAll(PlanJson.wanted(plan, margin, costs));
    listed.ifPresent(
        frame -> {
          json.put("list", frame.name());
          json.put("available_faults", frame.size());
          json.put("margin_of_all_faults", plan.margin(frame.size(), 1));
        });
    json.put("published_formula_faults", published());
    json.put(
        "designs",
        design().map(each -> List.of(PlanJson.design(plan, margin, each))).orElse(List.of()));
    json.put("commands", List.of(lines.pilot(margin)));
    return json;
  }
}
