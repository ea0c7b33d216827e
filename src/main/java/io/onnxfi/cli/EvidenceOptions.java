package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.Evidence;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is counted, and what stands behind it. */
final class EvidenceOptions {
  private static final double PERCENT = 100;

  @Option(
      names = "--counts",
      paramLabel = "WHAT",
      defaultValue = "all",
      description =
          "all outcomes, or critical: only how often each fault is critical, in files of their own"
              + " (default: ${DEFAULT-VALUE}).")
  private String counts;

  @Option(
      names = "--evidence",
      paramLabel = "KIND",
      description =
          "Of --counts critical: run, every pair; audited, without the pairs that the slopes of the"
              + " margins call harmless, of which a random sample is run; or proven, without those"
              + " that a bound proves not critical (default: run; of bench audited).")
  private String evidence;

  @Option(
      names = "--missed-at-most",
      paramLabel = "PERCENT",
      description =
          "Of --evidence audited: the critical pairs that may be missed, at 95 %% confidence; exit"
              + " code 1 if it may be more (default: 1).")
  private Double missedAtMost;

  /** What is to stand behind counts of critical pairs, if only these are wanted. */
  Optional<Evidence> evidence(Evidence usual) {
    boolean critical =
        switch (counts) {
          case "all" -> false;
          case "critical" -> true;
          default ->
              throw MalformedInputException.of("--counts", "all or critical", "'" + counts + "'");
        };
    if (!critical && (evidence != null || missedAtMost != null)) {
      throw MalformedInputException.of(
          evidence != null ? "--evidence" : "--missed-at-most",
          "--counts critical with it",
          counts);
    }
    if (!critical) {
      return Optional.empty();
    }
    Evidence kind = evidence == null ? usual : Evidence.parse(evidence, "--evidence");
    if (kind != Evidence.AUDITED && missedAtMost != null) {
      throw MalformedInputException.of(
          "--missed-at-most", "--evidence audited with it", kind.label());
    }
    return Optional.of(kind);
  }

  /** Share of the critical pairs that may be missed. */
  double missedAtMost() {
    if (missedAtMost == null) {
      return 1 / PERCENT;
    }
    if (!(missedAtMost > 0 && missedAtMost < PERCENT)) {
      throw MalformedInputException.of(
          "--missed-at-most", "above 0 and below 100 percent", Double.toString(missedAtMost));
    }
    return missedAtMost / PERCENT;
  }
}
