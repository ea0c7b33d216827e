package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import io.onnxfi.workload.SampleKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One backend's part of a run.
 *
 * @param id short name
 * @param title name for people
 * @param images number of images
 * @param unit what these are called
 * @param clean accuracy without any fault, where the true classes are known
 * @param totals outcomes over all faults
 * @param crashes faults with which the framework could not run the model
 */
public record BackendSummary(
    String id,
    String title,
    long images,
    SampleKind unit,
    Optional<CleanAccuracy> clean,
    Totals totals,
    long crashes) {

  /** One sentence on the faults with which the model could not be run, if there were any. */
  public Optional<String> crashed() {
    return crashes == 0
        ? Optional.empty()
        : Optional.of(
            "%s: the model could not be run with %s of %s faults; all their %s count as crashed"
                .formatted(title, Figures.count(crashes), Figures.count(totals.faults()), unit));
  }

  /** For {@code summary.json}. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", id);
    json.put("images", images);
    clean.ifPresent(accuracy -> json.put("clean_correct", accuracy.correct()));
    json.putAll(ComparisonReport.totals(totals));
    if (crashes > 0) {
      json.put("crashed_faults", crashes);
    }
    return json;
  }
}
