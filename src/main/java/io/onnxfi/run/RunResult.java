package io.onnxfi.run;

import io.onnxfi.campaign.Effort;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.BackendSummary;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.RunConclusion;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.EstimatedRate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a run.
 *
 * @param directory where it all lies
 * @param wasFinished whether there was nothing to do: an earlier run had gone on to its end; then
 *     only {@code summary} is filled
 * @param summary as it stands in {@code summary.json}
 * @param backends sums over all faults, by framework, in the order of the run
 * @param outcomes fault by fault, by the id of the framework
 * @param rates the critical rate of the whole model by the framework's title, if the run was meant
 *     to estimate it
 * @param confidence of the intervals of these rates, between 0 and 1
 * @param comparisons every pair of frameworks, then each against published outcomes
 * @param remarks sentences on what the outcomes do not say
 * @param wholeModel initializers whose faults ran the whole model although cuts were asked for, and
 *     why, by the id of the framework; a run that is resumed plans only what is left
 * @param failure why the results cannot be trusted, if a verification found a difference
 * @param times what each framework took in this process, by its id
 * @param images of the data set
 */
public record RunResult(
    RunDirectory directory,
    boolean wasFinished,
    Map<String, Object> summary,
    List<BackendSummary> backends,
    Map<String, Outcomes> outcomes,
    Map<String, EstimatedRate> rates,
    double confidence,
    List<ComparisonReport> comparisons,
    List<String> remarks,
    Map<String, Map<String, String>> wholeModel,
    Optional<String> failure,
    Map<String, MeasuredTime> times,
    int images) {
  /** Copies, keeping the order. */
  public RunResult {
    summary = ordered(summary);
    backends = List.copyOf(backends);
    outcomes = ordered(outcomes);
    rates = ordered(rates);
    comparisons = List.copyOf(comparisons);
    remarks = List.copyOf(remarks);
    wholeModel = ordered(wholeModel);
    times = ordered(times);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** A run that had gone on to its end before. */
  static RunResult finishedBefore(RunDirectory directory, Map<String, Object> summary, int images) {
    return new RunResult(
        directory,
        true,
        summary,
        List.of(),
        Map.of(),
        Map.of(),
        0,
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        images);
  }

  /**
   * The outcomes of a framework, fault by fault.
   *
   * @throws IllegalArgumentException if the run has none of that id
   */
  public Outcomes outcomes(String backend) {
    Outcomes found = outcomes.get(backend);
    if (found == null) {
      throw new IllegalArgumentException(
          "no outcomes of '%s' in this run, only of %s".formatted(backend, outcomes.keySet()));
    }
    return found;
  }

  /** What a framework took; nothing in a run that was finished before. */
  public MeasuredTime time(String backend) {
    return times.getOrDefault(backend, new MeasuredTime(0, Effort.NONE, 1, 0, 0));
  }

  /** What is to be said besides the results, a line each. */
  public List<String> warnings() {
    if (wasFinished) {
      return List.of("%s is finished: nothing to do".formatted(directory.path()));
    }
    return backends.stream().flatMap(backend -> backend.crashed().stream()).toList();
  }

  /**
   * The results for people: one table and the verdicts; nothing if the run was finished before.
   *
   * @param details whether all statistics come before them
   */
  public String text(boolean details) {
    if (wasFinished) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    if (details) {
      details(text);
    }
    text.append(new RunConclusion(backends, rates, confidence, comparisons).text());
    remarks.forEach(remark -> text.append("\n " + remark + "\n"));
    return text.toString();
  }

  private void details(StringBuilder text) {
    if (!rates.isEmpty()) {
      String title = "critical rate, " + EstimateReport.intervals(confidence);
      text.append(EstimateReport.table(title, rates)).append("\n");
    }
    comparisons.forEach(report -> text.append(report.text()).append("\n"));
  }

  /** The summary, and what else is known of this process's part. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(summary);
    if (!wholeModel.isEmpty()) {
      json.put("whole_model", wholeModel);
    }
    return json;
  }
}
