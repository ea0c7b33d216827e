package io.onnxfi.report;

import io.onnxfi.sampling.RateInterval;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.VarianceComponents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What a margin costs, for people and for programs.
 *
 * @param pilot name of the outcomes that the variance is estimated from
 * @param estimate of the critical rate in the pilot
 * @param plan variance, costs and confidence
 * @param margin asked for, a share above 0
 * @param list name of the list that faults are drawn from
 * @param available number of its faults
 */
public record PlanReport(
    String pilot,
    RateInterval estimate,
    SamplingPlan plan,
    double margin,
    String list,
    long available) {
  private static final int[] PARTS = {1, 10, 100, 400};

  /** Alternatives from all images down, the cheapest among them. */
  public List<SamplingPlan.Design> designs() {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int part : PARTS) {
      sizes.add(Math.max(1, plan.images() / part));
    }
    cheapest().ifPresent(best -> sizes.add(Math.toIntExact(best)));
    List<SamplingPlan.Design> designs = new ArrayList<>();
    for (int size : sizes.descendingSet()) {
      designs.add(plan.design(needed(size), size));
    }
    return designs;
  }

  /** Faults for the margin, or all there are. */
  private long needed(int perFault) {
    OptionalLong faults = plan.faults(margin, perFault);
    return faults.isPresent() ? Math.min(faults.getAsLong(), available) : available;
  }

  /** Images per fault that reach the margin in least time, if any number does. */
  public OptionalLong cheapest() {
    return plan.cheapest(margin, available);
  }

  /** The report for a terminal. */
  public String text() {
    VarianceComponents variance = plan.variance();
    StringBuilder out = new StringBuilder();
    out.append(
        "Critical rate in %s: %s, %s faults, %s inferences%n"
            .formatted(
                pilot,
                estimate,
                Figures.count(estimate.faults()),
                Figures.count(estimate.inferences())));
    out.append(
        String.format(
            Locale.ROOT,
            "Variance between faults%s %.6f, between the images of a fault %.6f%n%n",
            variance.strata() > 1 ? " in the same layer and bit" : "",
            variance.between(),
            variance.within()));
    out.append(table()).append("\n").append(verdict()).append(sameFaults()).append(assumptions());
    return out.toString();
  }

  private String table() {
    TextTable table =
        new TextTable("images per fault", "faults", "inferences", "± points", "error", "time", "")
            .textColumns(1);
    long best = cheapest().orElse(-1);
    for (SamplingPlan.Design design : designs()) {
      table.row(
          Figures.count(design.imagesPerFault())
              + (design.imagesPerFault() == plan.images() ? " (all)" : ""),
          Figures.count(design.faults()),
          Figures.count(design.inferences()),
          points(design.margin()),
          String.format(Locale.ROOT, "%.4f", design.error()),
          Figures.seconds(design.seconds()),
          note(design, best));
    }
    return table.render();
  }

  private String note(SamplingPlan.Design design, long best) {
    if (design.margin() > margin) {
      return "too few faults";
    }
    return design.imagesPerFault() == best ? "least time" : "";
  }

  private String verdict() {
    String wanted =
        "±%s points at %s %% confidence"
            .formatted(points(margin), Figures.plain(100 * plan.confidence()));
    OptionalLong best = cheapest();
    if (best.isPresent()) {
      SamplingPlan.Design design =
          plan.design(needed(Math.toIntExact(best.getAsLong())), Math.toIntExact(best.getAsLong()));
      return "%s: %s of the %s faults of %s with %s images each.%n"
          .formatted(
              wanted,
              Figures.count(design.faults()),
              Figures.count(available),
              list,
              Figures.count(design.imagesPerFault()));
    }
    OptionalLong needed = plan.faults(margin, plan.images());
    return "%s: not with the %s faults of %s, which reach ±%s points; it takes a list of %s.%n"
        .formatted(
            wanted,
            Figures.count(available),
            list,
            points(plan.margin(available, plan.images())),
            needed.isPresent() ? Figures.count(needed.getAsLong()) : "more faults than can be run");
  }

  /** What images add to the error of the faults. */
  private String sameFaults() {
    int some = Math.max(1, plan.images() / 100);
    return String.format(
        Locale.ROOT,
        "The same faults with %s images each instead of %s: %.4f times the standard error for %s of"
            + " the inferences.%n",
        Figures.count(some),
        Figures.count(plan.images()),
        plan.design(available, some).error(),
        Figures.percent(some, plan.images()));
  }

  private String assumptions() {
    return String.format(
        Locale.ROOT,
        "%nerror: standard error relative to as many faults with all images. time: %s ms per fault"
            + " and %s ms per image in one backend, and%nthe fault-free run over all images on top."
            + " Assumes faults drawn at random from all of the model%s,%nimages drawn for each"
            + " fault, and a pilot like the rest: rare kinds of faults that it has not met are not"
            + " in its variance.%n",
        Figures.plain(1000 * plan.cost().perFault()),
        Figures.plain(1000 * plan.cost().perImage()),
        plan.variance().strata() > 1 ? ", every bit equally likely" : "");
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.3f", 100 * share);
  }

  /** The same for a program; rates, margins and variances are of shares from 0 to 1. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pilot", EstimateReport.json(estimate));
    json.put("variance_between_faults", plan.variance().between());
    json.put("variance_between_images", plan.variance().within());
    json.put("strata", plan.variance().strata());
    json.put("images", plan.images());
    json.put("margin", margin);
    json.put("confidence", plan.confidence());
    json.put("seconds_per_fault", plan.cost().perFault());
    json.put("seconds_per_image", plan.cost().perImage());
    json.put("available_faults", available);
    json.put("margin_of_all_faults", plan.margin(available, plan.images()));
    json.put("is_reached", cheapest().isPresent());
    cheapest().ifPresent(best -> json.put("cheapest_images_per_fault", best));
    json.put("designs", designs().stream().map(this::json).toList());
    return json;
  }

  private Map<String, Object> json(SamplingPlan.Design design) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images_per_fault", design.imagesPerFault());
    json.put("faults", design.faults());
    json.put("inferences", design.inferences());
    json.put("margin", design.margin());
    json.put("relative_error", design.error());
    json.put("seconds", design.seconds());
    json.put("is_reached", design.margin() <= margin);
    return json;
  }
}
