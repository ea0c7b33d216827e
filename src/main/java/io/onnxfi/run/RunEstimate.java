package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The critical rate in each backend, from a run that is meant to estimate it. */
final class RunEstimate {
  private final Map<Backend, EstimatedRate> rates = new LinkedHashMap<>();

  /**
   * Estimates from the outcomes of the faults that were run.
   *
   * @param outcomes by the id of the backend
   */
  RunEstimate(PreparedRun run, List<Backend> backends, Map<String, Outcomes> outcomes) {
    for (Backend backend : backends) {
      Outcomes table = outcomes.get(backend.id());
      if (run.isEstimate() && table.trials().size() > 1) {
        rates.put(backend, run.spec().rate().of(Sample.of(table)));
      }
    }
  }

  /** By the framework's title; empty if there is no estimate. */
  Map<String, EstimatedRate> byTitle() {
    Map<String, EstimatedRate> byTitle = new LinkedHashMap<>();
    rates.forEach((backend, rate) -> byTitle.put(backend.title(), rate));
    return byTitle;
  }

  /** Adds the estimates, if there are any, to the figures of a run. */
  void addTo(Map<String, Object> summary) {
    Map<String, Object> byId = new LinkedHashMap<>();
    rates.forEach((backend, rate) -> byId.put(backend.id(), EstimateReport.json(rate)));
    if (!byId.isEmpty()) {
      summary.put("critical_rates", byId);
    }
  }
}
