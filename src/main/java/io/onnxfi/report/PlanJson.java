package io.onnxfi.report;

import io.onnxfi.sampling.SamplingPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A plan for programs; rates, margins and variances are of shares from 0 to 1. */
final class PlanJson {
  private PlanJson() {}

  static Map<String, Object> of(PlanReport report) {
    SamplingPlan plan = report.plan();
    Optional<SamplingPlan.Design> best = report.cheapest();
    Map<String, Object> json = new LinkedHashMap<>(report.basis().json());
    json.putAll(wanted(plan, report.margin(), report.costs()));
    json.put("images", plan.images());
    json.put("batch", plan.batch());
    json.put("list", report.frame().name());
    json.put("available_faults", report.frame().size());
    json.put("margin_of_all_faults", plan.margin(report.frame().size(), plan.images()));
    json.put("is_reached", best.isPresent());
    Optional<SamplingPlan.Design> design = best.or(report::cheapestOfAny);
    design.ifPresent(
        cheapest -> {
          json.put("cheapest_images_per_fault", cheapest.imagesPerFault());
          json.put("cheapest_faults", cheapest.faults());
          report.beyondPilot(cheapest).ifPresent(more -> json.put("faults_beyond_the_pilot", more));
        });
    json.put(
        "designs",
        report.designs(best).stream().map(each -> design(plan, report.margin(), each)).toList());
    json.put("commands", report.commands(best));
    return json;
  }

  /** What is asked for, and what it is computed from. */
  static Map<String, Object> wanted(SamplingPlan plan, double margin, PlanCosts costs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("margin", margin);
    json.put("confidence", plan.confidence());
    json.put("variance_between_faults", plan.variance().between());
    json.put("variance_between_images", plan.variance().within());
    json.put("strata", plan.variance().strata());
    json.putAll(costs.json());
    return json;
  }

  /** One way to draw a sample. */
  static Map<String, Object> design(SamplingPlan plan, double margin, SamplingPlan.Design design) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images_per_fault", design.imagesPerFault());
    json.put("faults", design.faults());
    json.put("inferences", design.inferences());
    json.put("margin", design.margin());
    json.put("relative_error", design.error());
    json.put("seconds", design.seconds());
    json.put("is_reached", plan.isReached(margin, design));
    return json;
  }
}
