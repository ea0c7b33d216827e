package io.onnxfi.study.stress;

import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.explain.ClassChoice;
import io.onnxfi.explain.Explanation;
import io.onnxfi.explain.GradCam;
import io.onnxfi.explain.MapPicture;
import io.onnxfi.file.Folders;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.RunListener;
import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pictures of the most confident mistakes: what in the image speaks for the class that was said,
 * and what for the true one.
 */
record FailureCases(Path folder, LabelledImages images, RunListener listener) {
  private static final double PERCENT = 100;

  /**
   * Draws the worst mistakes of a model, {@code failure_case_1.png} first. A model without a layer
   * that has places, or a machine without fonts, has none, which is told.
   *
   * @param prefix before the names of the files
   * @param mistakes numbers of images, the worst first
   */
  void draw(String prefix, Subject subject, Answers answers, List<Integer> mistakes) {
    if (mistakes.isEmpty()) {
      return;
    }
    try {
      Folders.make(folder, "--out");
      explain(prefix, subject, answers, mistakes);
    } catch (OnnxFiException e) {
      listener.remark("%s: no pictures of mistakes: %s".formatted(subject.name(), e.getMessage()));
    }
  }

  /**
   * Draws what spoke for the class that a model said, and what speaks for the one that it says with
   * a fault; what cannot be drawn is told.
   *
   * @param flipped numbers of images, the most confident in the new class first
   */
  void drawFlips(
      String prefix,
      Subject subject,
      Subject faulty,
      FaultyAnswers answers,
      List<Integer> flipped) {
    if (flipped.isEmpty()) {
      return;
    }
    try {
      Folders.make(folder, "--out");
      int[] numbers = flipped.stream().mapToInt(Integer::intValue).toArray();
      LabelledImages some = images.select(numbers);
      List<Explanation> before = explained(subject, some, numbers, answers.before());
      List<Explanation> after = explained(faulty, some, numbers, answers.after());
      for (int i = 0; i < numbers.length; i++) {
        MapPicture.write(
            folder.resolve("%sfailure_case_%d.png".formatted(prefix, i + 1)),
            "%s, image %d, a %s: %s, then %s"
                .formatted(
                    faulty.name(),
                    numbers[i],
                    name(some.label(i)),
                    name(before.get(i).label()),
                    name(after.get(i).label())),
            List.of(
                row(some, i, before.get(i), "without the fault"),
                row(some, i, after.get(i), "with the fault")));
      }
    } catch (OnnxFiException e) {
      listener.remark("%s: no pictures of flips: %s".formatted(faulty.name(), e.getMessage()));
    }
  }

  private List<Explanation> explained(
      Subject subject, LabelledImages some, int[] numbers, Answers answers) {
    Shape image = Shape.of(images.channels(), images.height(), images.width());
    try (GradCam grad = GradCam.of(subject.model(), image, Optional.empty())) {
      return grad.explain(
          some, subject.normalization(), (i, scores) -> answers.get(numbers[i]).predicted());
    }
  }

  private void explain(String prefix, Subject subject, Answers answers, List<Integer> mistakes) {
    int[] numbers = mistakes.stream().mapToInt(Integer::intValue).toArray();
    LabelledImages worst = images.select(numbers);
    List<Explanation> said = explained(subject, worst, numbers, answers);
    List<Explanation> meant;
    Shape image = Shape.of(images.channels(), images.height(), images.width());
    try (GradCam grad = GradCam.of(subject.model(), image, Optional.empty())) {
      meant = grad.explain(worst, subject.normalization(), ClassChoice.each(worst.labels()));
    }
    for (int i = 0; i < numbers.length; i++) {
      Answer answer = answers.get(numbers[i]);
      MapPicture.write(
          folder.resolve("%sfailure_case_%d.png".formatted(prefix, i + 1)),
          "%s, image %d: %s, taken for %s"
              .formatted(
                  subject.name(), numbers[i], name(answer.label()), name(answer.predicted())),
          List.of(row(worst, i, said.get(i), "said"), row(worst, i, meant.get(i), "true")));
    }
  }

  private MapPicture.Row row(LabelledImages worst, int i, Explanation explanation, String what) {
    double confidence = explanation.scores().confidence(explanation.label());
    return new MapPicture.Row(
        worst,
        i,
        explanation.map(),
        String.format(
            Locale.ROOT,
            "for %s (%s), confidence %.1f %%",
            name(explanation.label()),
            what,
            PERCENT * confidence));
  }

  private String name(int label) {
    return images.classNames().get(label);
  }
}
