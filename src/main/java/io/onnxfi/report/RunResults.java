package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Detail;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished run, as its directory tells it.
 *
 * @param manifest what makes it repeatable
 * @param backends the outcomes measured in it, at least one side, in the order they were run
 * @param published the outcomes that the fault list came with, for as many images
 * @param pairs backend against backend, then each backend against published
 * @param attribution why faults differ, if somebody has looked for it
 * @param work by layer, in the order of the list; empty if the run does not tell
 * @param remarks what is missing in the directory, a sentence each
 */
public record RunResults(
    Manifest manifest,
    List<RunSide> backends,
    Optional<RunSide> published,
    List<Pair> pairs,
    Optional<RecordedCauses> attribution,
    Map<String, LayerWork> work,
    List<String> remarks) {
  /** Copies. */
  public RunResults {
    backends = List.copyOf(backends);
    pairs = List.copyOf(pairs);
    work = Collections.unmodifiableMap(new LinkedHashMap<>(work));
    remarks = List.copyOf(remarks);
  }

  /**
   * Two sides and how they compare.
   *
   * @param left the first side
   * @param right the second side
   * @param report their comparison
   */
  public record Pair(RunSide left, RunSide right, ComparisonReport report) {
    /** Both titles: {@code ONNX Runtime against published}. */
    public String title() {
      return left.title() + " against " + right.title();
    }
  }

  /**
   * Reads a run directory.
   *
   * @throws MalformedInputException if it is none, is not finished, or a file in it is damaged
   */
  public static RunResults read(RunDirectory run) {
    return new RunReader(run).read();
  }

  /** What its samples are called. */
  public SampleKind unit() {
    return manifest.unit();
  }

  /** Whether masked and non-critical are told apart on all sides. */
  public boolean tellsMasked() {
    return sides().stream().allMatch(side -> side.outcomes().detail() == Detail.ALL);
  }

  /** All sides: the backends, then published. */
  public List<RunSide> sides() {
    List<RunSide> sides = new ArrayList<>(backends);
    published.ifPresent(sides::add);
    return sides;
  }

  /** One line per backend, as {@code replay} prints them. */
  public List<BackendSummary> summaries() {
    return backends.stream().map(RunSide::summary).toList();
  }

  /** What was assumed to read the outcomes, a line each. */
  public List<String> notes() {
    return sides().stream().flatMap(side -> side.outcomes().notes().stream()).distinct().toList();
  }

  /** What the run comes to, as {@code replay} ends. */
  public RunConclusion conclusion() {
    return new RunConclusion(summaries(), pairs.stream().map(Pair::report).toList());
  }
}
