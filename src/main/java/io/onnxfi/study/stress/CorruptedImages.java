package io.onnxfi.study.stress;

import io.onnxfi.classification.Answers;
import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.CorruptionErrors;
import io.onnxfi.corruption.SeverityScale;
import io.onnxfi.dataset.CorruptedView;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks models of images under common corruptions, in the first framework. */
record CorruptedImages(
    StressSpec spec, LabelledImages images, Accuracies accuracies, RunListener listener) {
  /** Errors of every model; none if no corruption is asked for. */
  Map<String, CorruptionErrors> ask(Path out, List<Subject> subjects, List<Answers> clean) {
    Map<String, CorruptionErrors> errors = new LinkedHashMap<>();
    if (spec.corruptions().isEmpty()) {
      return errors;
    }
    Map<String, Map<CommonCorruption, List<Double>>> shares = new LinkedHashMap<>();
    try (CorruptedAnswers known = CorruptedAnswers.open(out, images.size())) {
      for (CommonCorruption corruption : spec.corruptions()) {
        for (int severity = 1; severity <= SeverityScale.SEVERITIES; severity++) {
          ask(subjects, corruption, severity, known);
          for (Subject subject : subjects) {
            long right = known.get(subject.name(), corruption, severity).orElseThrow();
            shares
                .computeIfAbsent(subject.name(), name -> new EnumMap<>(CommonCorruption.class))
                .computeIfAbsent(corruption, one -> new ArrayList<>())
                .add(1 - (double) right / images.size());
          }
        }
      }
      known.sort(spec.names());
    }
    for (int i = 0; i < subjects.size(); i++) {
      String name = subjects.get(i).name();
      double wrong = 1 - clean.get(i).accuracy().value();
      errors.put(name, new CorruptionErrors(wrong, shares.get(name)));
    }
    return errors;
  }

  private void ask(
      List<Subject> subjects, CommonCorruption corruption, int severity, CorruptedAnswers known) {
    List<Subject> missing =
        subjects.stream()
            .filter(subject -> known.get(subject.name(), corruption, severity).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    CorruptedView view = new CorruptedView(spec.data().dataset(), corruption, severity, 0);
    LabelledImages corrupted = view.of(images);
    for (Subject subject : missing) {
      Subject under =
          new Subject(
              "%s, %s %d".formatted(subject.name(), corruption.label(), severity),
              subject.model(),
              corrupted,
              subject.normalization(),
              subject.batch());
      Answers answers = accuracies.answers(spec.backends().get(0), under, listener);
      known.put(subject.name(), corruption, severity, answers.accuracy().hits());
    }
  }
}
