package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.sampling.RateInterval;
import io.onnxfi.sampling.TriedFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The critical rate in each backend, from a run that is meant to estimate it. */
final class RunEstimate {
  private final ReplayPlan plan;
  private final Map<Backend, RateInterval> rates = new LinkedHashMap<>();

  /**
   * Estimates from the outcomes of the faults that were run.
   *
   * @param outcomes by the id of the backend
   */
  RunEstimate(ReplayPlan plan, List<Backend> backends, Map<String, FaultList> outcomes) {
    this.plan = plan;
    for (Backend backend : backends) {
      FaultList table = outcomes.get(backend.id());
      if (plan.isEstimate() && table.rows().size() > 1) {
        rates.put(backend, plan.rate().of(TriedFault.of(table)));
      }
    }
  }

  /** A table for the terminal; nothing if there is no estimate. */
  String text() {
    if (rates.isEmpty()) {
      return "";
    }
    Map<String, RateInterval> byTitle = new LinkedHashMap<>();
    rates.forEach((backend, rate) -> byTitle.put(backend.title(), rate));
    String title = "critical rate, " + EstimateReport.intervals(plan.rate().confidence());
    return EstimateReport.table(title, byTitle) + "\n";
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
