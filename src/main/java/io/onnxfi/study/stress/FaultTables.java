package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.PairedCounts;
import io.onnxfi.report.Figures;
import io.onnxfi.report.figure.DataTable;
import java.util.ArrayList;
import java.util.List;

/** What the most critical faults of a run do to the first model, as tables and sentences. */
record FaultTables(StressResult result) {
  private static final double PERCENT = 100;

  /** Each fault. */
  DataTable faults() {
    double threshold = result.spec().confidence();
    List<List<Object>> rows = new ArrayList<>();
    for (FaultyAnswers fault : result.faulty()) {
      PairedCounts right = PairedCounts.ofRight(fault.before(), fault.after());
      PairedCounts mistakes = PairedCounts.ofMistakes(fault.before(), fault.after(), threshold);
      rows.add(
          List.of(
              Long.toString(fault.trial()),
              fault.change(),
              fault.critical(),
              (long) fault.flipped().size(),
              right.first(),
              right.second(),
              mistakes.first(),
              mistakes.second(),
              fault.after().size() - fault.after().finite()));
    }
    return new DataTable(
        "faults",
        "%s with the most critical faults of a run".formatted(result.baseline().name()),
        List.of(
            "fault",
            "change",
            "critical in the run",
            "flipped here",
            "right before",
            "right with it",
            "confident mistakes before",
            "with it",
            "not finite"),
        2,
        rows);
  }

  /** The images that faults flip with the most confidence. */
  DataTable flips() {
    List<List<Object>> rows = new ArrayList<>();
    for (FaultyAnswers fault : result.faulty()) {
      fault.flipped().stream()
          .limit(result.spec().worst())
          .forEach(
              image -> {
                Answer before = fault.before().get(image);
                Answer after = fault.after().get(image);
                rows.add(
                    List.of(
                        Long.toString(fault.trial()),
                        name(before.label()),
                        name(before.predicted()),
                        name(after.predicted()),
                        (long) image,
                        percent(before),
                        percent(after)));
              });
    }
    return new DataTable(
        "flips",
        "Images that these faults flip, the most confident in the new class first",
        List.of("fault", "class", "before", "with the fault", "image", "confidence %", "with it %"),
        4,
        rows);
  }

  private static Object percent(Answer answer) {
    return answer.isFinite() ? (Object) (PERCENT * answer.confidence()) : "";
  }

  private String name(int label) {
    return result.classes().get(label);
  }

  /** What the numbers mean. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (FaultyAnswers fault : result.faulty()) {
      PairedCounts mistakes =
          PairedCounts.ofMistakes(fault.before(), fault.after(), result.spec().confidence());
      sentences.add(
          "Fault %d (%s) gives %s of %s images another class; %s become confident mistakes."
              .formatted(
                  fault.trial(),
                  fault.change(),
                  Figures.count(fault.flipped().size()),
                  Figures.count(fault.before().size()),
                  Figures.count(mistakes.onlySecond())));
    }
    return sentences;
  }
}
