package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import io.onnxfi.classification.ClassConfusion;
import io.onnxfi.classification.PairedCounts;
import io.onnxfi.classification.Reliability;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.sampling.Interval;
import io.onnxfi.sampling.Proportion;
import io.onnxfi.study.stress.StressResult.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a stress test; shares in percent, differences of shares in percentage points. */
record StressTables(StressResult result) {
  static final double LEVEL = 0.95;
  private static final double PERCENT = 100;
  private static final int PAIRS = 10;

  /** Those that have rows. */
  List<DataTable> all() {
    CorruptionTables corruptions = new CorruptionTables(result);
    FaultTables faults = new FaultTables(result);
    return List.of(
            accuracy(),
            calibration(),
            changes(),
            faults.faults(),
            faults.flips(),
            corruptions.summary(),
            corruptions.each(),
            confusion(),
            worst(),
            agreement())
        .stream()
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  /** The confidence above which a mistake counts, as people write it. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g", PERCENT * share).replaceFirst("\\.?0+$", "") + " %";
  }

  /** How often models are right, and how often they are sure and wrong. */
  DataTable accuracy() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model model : result.models()) {
      for (String backend : result.spec().backends()) {
        Answers answers = model.in(backend);
        List<Object> row = names(model, backend);
        row.add((long) answers.size());
        add(row, answers.accuracy());
        Proportion mistakes = answers.mistakes(result.spec().confidence());
        row.add(mistakes.hits());
        add(row, mistakes);
        row.add(answers.size() - answers.finite());
        rows.add(row);
      }
    }
    return new DataTable(
        "accuracy",
        "Accuracy, and mistakes with more than %s confidence, with exact 95 %% intervals"
            .formatted(percent(result.spec().confidence())),
        List.of(
            "model",
            "framework",
            "images",
            "right %",
            "from",
            "to",
            "confident mistakes",
            "%",
            "from %",
            "to %",
            "not finite"),
        2,
        rows);
  }

  /** Whether confidence is what it says. */
  DataTable calibration() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model model : result.models()) {
      for (String backend : result.spec().backends()) {
        Answers answers = model.in(backend);
        if (answers.finite() > 0) {
          Reliability reliability = Reliability.of(answers);
          List<Object> row = names(model, backend);
          row.add(PERCENT * confidence(answers));
          row.add(PERCENT * reliability.expectedError());
          row.add(PERCENT * reliability.maximumError());
          row.add(answers.loss());
          row.add(answers.brier());
          rows.add(row);
        }
      }
    }
    return new DataTable(
        "calibration",
        "Calibration, of %d bins of confidence".formatted(Reliability.BINS),
        List.of(
            "model",
            "framework",
            "mean confidence %",
            "expected error",
            "largest error",
            "cross entropy",
            "Brier score"),
        2,
        rows);
  }

  private static double confidence(Answers answers) {
    return answers.all().stream()
        .filter(Answer::isFinite)
        .mapToDouble(Answer::confidence)
        .average()
        .orElse(Double.NaN);
  }

  /** What each change moves. */
  DataTable changes() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model changed : result.changed()) {
      for (String backend : result.spec().backends()) {
        Answers before = result.baseline().in(backend);
        Answers after = changed.in(backend);
        rows.add(change(changed, backend, "right", PairedCounts.ofRight(before, after)));
        rows.add(
            change(
                changed,
                backend,
                "confident mistakes",
                PairedCounts.ofMistakes(before, after, result.spec().confidence())));
      }
    }
    return new DataTable(
        "changes",
        "Compared with %s, image by image: exact test of McNemar, interval of Tango"
            .formatted(result.baseline().name()),
        List.of(
            "model",
            "framework",
            "images that are",
            "before",
            "after",
            "only before",
            "only after",
            "difference",
            "from",
            "to",
            "p"),
        3,
        rows);
  }

  private List<Object> change(Model changed, String backend, String what, PairedCounts counts) {
    List<Object> row = names(changed, backend);
    row.add(what);
    row.add(counts.first());
    row.add(counts.second());
    row.add(counts.onlyFirst());
    row.add(counts.onlySecond());
    row.add(PERCENT * counts.difference());
    Interval interval = counts.interval(LEVEL);
    row.add(PERCENT * interval.low());
    row.add(PERCENT * interval.high());
    row.add(counts.pValue());
    return row;
  }

  /** The pairs of classes that are most often taken for each other, in the first framework. */
  DataTable confusion() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model model : result.models()) {
      ClassConfusion confusion = ClassConfusion.of(model.in(result.backend()));
      confusion.mutualPairs().stream()
          .limit(PAIRS)
          .forEach(
              pair ->
                  rows.add(
                      List.of(
                          model.name(),
                          name(pair.label()),
                          name(pair.predicted()),
                          confusion.count(pair.label(), pair.predicted()),
                          confusion.count(pair.predicted(), pair.label()),
                          pair.images())));
    }
    return new DataTable(
        "confusion",
        "Classes taken for each other, in " + result.titles().get(result.backend()),
        List.of("model", "class", "other class", "class as other", "other as class", "images"),
        3,
        rows);
  }

  /** The most confident mistakes, in the first framework. */
  DataTable worst() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model model : result.models()) {
      Answers answers = model.in(result.backend());
      answers.worst(result.spec().confidence()).stream()
          .limit(result.spec().worst())
          .forEach(
              image -> {
                Answer answer = answers.get(image);
                rows.add(
                    List.of(
                        model.name(),
                        name(answer.label()),
                        name(answer.predicted()),
                        (long) image,
                        PERCENT * answer.confidence()));
              });
    }
    return new DataTable(
        "worst",
        "The most confident mistakes, in " + result.titles().get(result.backend()),
        List.of("model", "class", "taken for", "image", "confidence %"),
        3,
        rows);
  }

  /** The second framework beside the first, image by image. */
  DataTable agreement() {
    List<List<Object>> rows = new ArrayList<>();
    List<String> ids = result.spec().backends();
    for (Model model : ids.size() < 2 ? List.<Model>of() : result.models()) {
      Answers first = model.in(ids.get(0));
      Answers second = model.in(ids.get(1));
      long differing = 0;
      double most = 0;
      for (int image = 0; image < first.size(); image++) {
        Answer a = first.get(image);
        Answer b = second.get(image);
        differing += a.predicted() == b.predicted() ? 0 : 1;
        double apart = Math.abs(a.confidence() - b.confidence());
        most = Double.isNaN(apart) ? most : Math.max(most, apart);
      }
      rows.add(
          List.of(
              model.name(),
              (long) first.size(),
              differing,
              String.format(Locale.ROOT, "%.1e", most)));
    }
    return new DataTable(
        "frameworks",
        String.join(" and ", result.titles().values()),
        List.of("model", "images", "with another class", "largest difference of confidence"),
        1,
        rows);
  }

  private String name(int label) {
    return result.classes().get(label);
  }

  private List<Object> names(Model model, String backend) {
    return new ArrayList<>(List.of(model.name(), result.titles().get(backend)));
  }

  private static void add(List<Object> row, Proportion share) {
    Interval interval = share.interval(LEVEL);
    row.add(PERCENT * share.value());
    row.add(PERCENT * interval.low());
    row.add(PERCENT * interval.high());
  }
}
