package io.onnxfi.report;

import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.workload.SampleKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The outcomes that a plan's variance is estimated from. */
public sealed interface PlanBasis {
  /** The critical rate in them. */
  EstimatedRate estimate();

  /**
   * Where they come from, in a sentence and a name for the estimate.
   *
   * @param unit what samples are called
   */
  String text(SampleKind unit);

  /** The same for a program. */
  Map<String, Object> json();

  /**
   * Outcomes that there were before.
   *
   * @param name of the file
   */
  record Outcomes(String name, EstimatedRate estimate) implements PlanBasis {
    @Override
    public String text(SampleKind unit) {
      return "Based on the outcomes in %s.%nCritical rate there: ".formatted(name);
    }

    @Override
    public Map<String, Object> json() {
      return basis("outcomes", name, estimate);
    }
  }

  /**
   * A pilot that was run for the plan.
   *
   * @param list name of the list that its faults were drawn from
   * @param imagesPerFault drawn for each fault
   * @param framework that it was run in
   * @param seed of the draws
   * @param kept folder where it can be found, if it was kept
   */
  record Pilot(
      String list,
      EstimatedRate estimate,
      long imagesPerFault,
      String framework,
      long seed,
      Optional<String> kept)
      implements PlanBasis {
    @Override
    public String text(SampleKind unit) {
      return String.format(
          Locale.ROOT,
          "Based on a pilot run on this machine in %s: %s faults of %s × %s %s, seed %d%s.%n"
              + "Critical rate in the pilot: ",
          framework,
          Figures.count(estimate.faults()),
          list,
          Figures.count(imagesPerFault),
          unit,
          seed,
          kept.map(folder -> ", kept in " + folder).orElse(""));
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = basis("pilot", list, estimate);
      json.put("pilot_images_per_fault", imagesPerFault);
      json.put("pilot_framework", framework);
      json.put("pilot_seed", seed);
      kept.ifPresent(folder -> json.put("pilot_folder", folder));
      return json;
    }
  }

  private static Map<String, Object> basis(String kind, String source, EstimatedRate estimate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("basis", kind);
    json.put("source", source);
    json.put("pilot", EstimateReport.json(estimate));
    return json;
  }
}
