package io.onnxfi.report;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A finished run that counts critical pairs, as its directory tells it.
 *
 * @param run the counts as outcomes, of which masked and non-critical are not told apart
 * @param sides the counts and what stands behind them, in the order of the backends of the run
 */
public record CriticalResults(RunResults run, List<CriticalSide> sides) {
  /** Checks and copies. */
  public CriticalResults {
    Objects.requireNonNull(run, "run");
    sides = List.copyOf(sides);
  }

  /**
   * Reads a run directory.
   *
   * @throws MalformedInputException if it is none, is not finished, or a file in it is damaged
   */
  public static CriticalResults read(RunDirectory directory) {
    List<CriticalSide> sides = CriticalSide.read(directory);
    List<RunSide> backends =
        sides.stream()
            .map(side -> new RunSide(side.id(), side.title(), side.outcomes(), Optional.empty()))
            .toList();
    List<RunResults.Pair> pairs =
        Pair.of(backends).stream().map(pair -> compared(pair.left(), pair.right())).toList();
    RunResults run =
        new RunResults(
            Manifest.read(directory),
            backends,
            Optional.empty(),
            pairs,
            Optional.empty(),
            Map.of(),
            remarks(Json.read(directory.file(RunDirectory.SUMMARY))));
    return new CriticalResults(run, sides);
  }

  private static RunResults.Pair compared(RunSide left, RunSide right) {
    return new RunResults.Pair(
        left,
        right,
        ComparisonReport.of(
            left.title(),
            right.title(),
            Comparison.of(left.outcomes(), right.outcomes()),
            Optional.empty(),
            Margin.DEFAULT,
            Tolerance.DEFAULT));
  }

  private static List<String> remarks(Map<String, Object> summary) {
    List<String> remarks = new ArrayList<>();
    if (summary.get("tensors_without_rule") instanceof List<?> tensors && !tensors.isEmpty()) {
      remarks.add(
          "Faults in these were run on all images, for there is no rule: %s."
              .formatted(String.join(", ", tensors.stream().map(String::valueOf).toList())));
    }
    return remarks;
  }

  /** What stands behind the counts: {@code run} or {@code audited}. */
  public String evidence() {
    return run.manifest().text("evidence", "kind").orElse("unknown");
  }

  /** What stands behind the counts of each side, a sentence each. */
  public List<String> sentences() {
    return sides.stream().map(CriticalResults::sentence).toList();
  }

  private static String sentence(CriticalSide side) {
    long pairs = side.outcomes().trials().stream().mapToLong(t -> t.counts().images()).sum();
    long critical = side.outcomes().trials().stream().mapToLong(t -> t.counts().critical()).sum();
    String found =
        "%s: %s pairs are critical".formatted(side.title(), Figures.share(critical, pairs));
    if (side.missed().isNone()) {
      return found + ", and none can have been missed.";
    }
    return found
        + "; at most %s more were missed (upper 95 %% limit), %s of all critical ones."
            .formatted(
                Figures.plain(Math.ceil(side.audit().missed())),
                Figures.plain(Math.ceil(1e4 * side.audit().missedShare()) / 1e2) + " %");
  }
}
