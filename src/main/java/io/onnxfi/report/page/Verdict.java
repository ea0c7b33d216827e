package io.onnxfi.report.page;

import io.onnxfi.report.RunResults;
import java.util.List;

/**
 * What a comparison comes to.
 *
 * @param sides which two are compared
 * @param sentence the verdict
 * @param agrees whether it is the good one
 */
record Verdict(String sides, String sentence, boolean agrees) {
  /** The verdicts of a run; none if it has one side only. */
  static List<Verdict> of(RunResults run) {
    return run.pairs().stream()
        .map(pair -> new Verdict(pair.title(), pair.report().verdict(), pair.report().agrees()))
        .toList();
  }
}
