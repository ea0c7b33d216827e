package io.onnxfi.report.page;

import io.onnxfi.agreement.Decision;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.RunResults;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison comes to.
 *
 * @param sides which two are compared
 * @param sentence the verdict
 * @param counts how far the counts of single faults agree
 * @param decision class of the paragraph: {@code equivalent}, {@code not_equivalent} or {@code
 *     undecided}
 */
record VerdictParagraph(String sides, String sentence, String counts, String decision) {
  /** The verdicts of a run; none if it has one side only. */
  static List<VerdictParagraph> of(RunResults run) {
    return run.pairs().stream().map(pair -> of(pair.title(), pair.report())).toList();
  }

  private static VerdictParagraph of(String sides, ComparisonReport report) {
    Decision decision = report.agreement().equivalence().decision();
    return new VerdictParagraph(
        sides,
        report.verdict(),
        report.withinTolerance(),
        decision.name().toLowerCase(Locale.ROOT));
  }
}
