package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.classification.Answer;
import io.onnxfi.classification.Answers;
import io.onnxfi.classification.PairedCounts;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.injection.Injections;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuraciesTest {
  private static final int IMAGES = 50;

  private static final List<String> BOTH = List.of("ort", "djl");

  private static Subject subject(int batch) {
    SyntheticImages dataset = new SyntheticImages();
    LabelledImages images = dataset.generate(Split.TEST, IMAGES);
    return new Subject("net", Graphs.tinyCnn(1), images, dataset.normalization(), batch);
  }

  private static Execution threads(int threads) {
    return new Execution(Execution.EngineKind.CUT, threads, 1 << 26, false, 0);
  }

  @Test
  void shouldSayOfEachImageWhatTheAccuracySaysOfAll() {
    try (Accuracies accuracies = new Accuracies(BOTH, BackendSettings.DEFAULT, threads(2))) {
      for (String id : BOTH) {
        List<Accuracy> clean = new ArrayList<>();
        accuracies.measure(
            id,
            subject(16),
            Injections.of(List.of()),
            new Accuracies.Listener() {
              @Override
              public void clean(Accuracy accuracy) {
                clean.add(accuracy);
              }

              @Override
              public void measured(int trial, Accuracy accuracy) {
                throw new AssertionError("there is no trial");
              }
            },
            RunListener.SILENT);
        Answers answers = accuracies.answers(id, subject(16), RunListener.SILENT);

        assertThat(answers.size()).isEqualTo(IMAGES);
        assertThat(answers.accuracy().hits()).isEqualTo(clean.get(0).labels().top1());
        // The accuracy rounds each image's loss to units of 2^-20.
        assertThat(answers.loss()).isCloseTo(clean.get(0).loss(), within(0x1p-20));
        assertThat(answers.all()).extracting(Answer::label).startsWith(0, 1, 2, 3);
      }
    }
  }

  @Test
  void shouldHearTheSameOfBothFrameworks() {
    try (Accuracies accuracies = new Accuracies(BOTH, BackendSettings.DEFAULT, threads(2))) {
      Answers ort = accuracies.answers("ort", subject(16), RunListener.SILENT);
      Answers djl = accuracies.answers("djl", subject(16), RunListener.SILENT);

      PairedCounts right = PairedCounts.ofRight(ort, djl);
      assertThat(right.onlyFirst() + right.onlySecond()).isZero();
      for (int image = 0; image < IMAGES; image++) {
        // Scores differ by a few units in the last place of binary32, and are below 10.
        assertThat(ort.get(image).confidence())
            .isCloseTo(djl.get(image).confidence(), within(1e-5));
        assertThat(ort.get(image).runnerUp()).isEqualTo(djl.get(image).runnerUp());
      }
    }
  }

  @Test
  void shouldNotDependOnBatchesOrThreads() {
    List<Answers> all = new ArrayList<>();
    for (int number : new int[] {1, 3}) {
      try (Accuracies accuracies =
          new Accuracies(List.of("ort"), BackendSettings.DEFAULT, threads(number))) {
        all.add(accuracies.answers("ort", subject(16 * number), RunListener.SILENT));
      }
    }
    assertThat(all.get(0)).isEqualTo(all.get(1));
  }
}
