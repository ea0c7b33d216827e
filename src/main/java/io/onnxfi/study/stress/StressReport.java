package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.classification.ClassConfusion;
import io.onnxfi.classification.PairedCounts;
import io.onnxfi.classification.Reliability;
import io.onnxfi.report.Figures;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.TableFiles;
import io.onnxfi.sampling.Interval;
import io.onnxfi.study.StudyPages;
import io.onnxfi.study.Wording;
import io.onnxfi.study.stress.StressResult.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came out, in words, tables and JSON; every sentence is made of what was measured. */
record StressReport(StressResult result) {
  private static final double PERCENT = 100;
  private static final double SIGNIFICANT = 1 - StressTables.LEVEL;

  /** For the terminal. */
  String text() {
    return StudyPages.text(result.tables(), sentences(), method());
  }

  /** What the numbers of the first framework mean. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Model model : result.models()) {
      sentences.add(model(model));
    }
    for (Model changed : result.changed()) {
      sentences.addAll(change(changed));
    }
    sentences.addAll(new FaultTables(result).sentences());
    sentences.addAll(new CorruptionTables(result).sentences());
    return sentences;
  }

  private String model(Model model) {
    Answers answers = model.in(result.backend());
    long mistakes = answers.mistakes(result.spec().confidence()).hits();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s is right on %s of %s images (%s), and wrong with more than %s confidence on %s."
            .formatted(
                model.name(),
                Figures.count(answers.accuracy().hits()),
                Figures.count(answers.size()),
                percent(answers.accuracy().value()),
                StressTables.percent(result.spec().confidence()),
                Figures.count(mistakes)));
    if (answers.finite() < answers.size()) {
      text.append(
          " On %s, scores are not finite: they are not right, and no confident mistakes."
              .formatted(Figures.count(answers.size() - answers.finite())));
    }
    if (answers.finite() > 0) {
      Reliability reliability = Reliability.of(answers);
      double over =
          reliability.occupied().stream()
                  .mapToDouble(bin -> bin.images() * bin.overconfidence())
                  .sum()
              / reliability.images();
      text.append(
          " Its confidence is %s than its accuracy, by %s points on average; the expected"
                  .formatted(over < 0 ? "lower" : "higher", Wording.points(Math.abs(over)))
              + " calibration error is %s points."
                  .formatted(Wording.points(reliability.expectedError())));
    }
    ClassConfusion.of(answers).mutualPairs().stream()
        .findFirst()
        .ifPresent(
            pair ->
                text.append(
                    " It most often takes %s and %s for each other: on %s images."
                        .formatted(
                            result.classes().get(pair.label()),
                            result.classes().get(pair.predicted()),
                            Figures.count(pair.images()))));
    return text.toString();
  }

  private List<String> change(Model changed) {
    Answers before = result.baseline().in(result.backend());
    Answers after = changed.in(result.backend());
    String who = "%s against %s".formatted(changed.name(), result.baseline().name());
    PairedCounts right = PairedCounts.ofRight(before, after);
    PairedCounts mistakes = PairedCounts.ofMistakes(before, after, result.spec().confidence());
    return List.of(
        "%s: %s images more are right and %s fewer: %s"
            .formatted(
                who,
                Figures.count(right.onlySecond()),
                Figures.count(right.onlyFirst()),
                verdict(right, "accuracy")),
        "%s: of %s confident mistakes %s are none any more, and %s are new: %s"
            .formatted(
                who,
                Figures.count(mistakes.first()),
                Figures.count(mistakes.onlyFirst()),
                Figures.count(mistakes.onlySecond()),
                verdict(mistakes, "the share of confident mistakes")));
  }

  private static String verdict(PairedCounts counts, String what) {
    double p = counts.pValue();
    Interval interval = counts.interval(StressTables.LEVEL);
    String numbers =
        "%s points, 95 %% %s to %s, p %s"
            .formatted(
                Wording.points(counts.difference()),
                Wording.points(interval.low()),
                Wording.points(interval.high()),
                Wording.probability(p));
    return p < SIGNIFICANT
        ? "%s %s (%s).".formatted(what, counts.difference() < 0 ? "falls" : "rises", numbers)
        : "%s is not distinguishable from before (%s).".formatted(what, numbers);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
  }

  /** As a text with tables, in Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder("# Stress test\n\n");
    sentences().forEach(sentence -> text.append("- ").append(sentence).append('\n'));
    text.append('\n').append(method()).append('\n');
    for (DataTable table : result.tables()) {
      text.append("\n## ").append(table.title()).append("\n\n");
      text.append(TableFiles.markdown(table));
    }
    return text.toString();
  }

  /** How it was found. */
  String method() {
    String trained =
        result
            .spec()
            .training()
            .map(
                training -> "The changed network is trained with %s. ".formatted(training.change()))
            .orElse("");
    return trained
        + "Confidence is the softmax of the scores. A model's answers are compared with those of"
        + " the baseline to the same images; both were trained once, so what differs is said of"
        + " these two models, not of how they were trained.";
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("confidence", result.spec().confidence());
    first.put("frameworks", result.titles());
    return StudyPages.json(first, result.tables(), sentences(), method());
  }
}
