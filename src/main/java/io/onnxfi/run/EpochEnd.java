package io.onnxfi.run;

import io.onnxfi.report.Figures;
import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import java.util.Locale;

/**
 * An epoch of a training is done and saved.
 *
 * @param epoch what it did
 * @param ofEpochs how many there will be
 */
public record EpochEnd(EpochSummary epoch, int ofEpochs) {
  /** The same for people. */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append(
        "epoch %d of %d: %s".formatted(epoch.epoch(), ofEpochs, score("train", epoch.train())));
    epoch.validation().ifPresent(score -> line.append("; ").append(score("validation", score)));
    epoch.test().ifPresent(score -> line.append("; ").append(score("test", score)));
    return line.append(
            String.format(
                Locale.ROOT,
                "; %.0f images/s, %s",
                epoch.imagesPerSecond(),
                Figures.seconds(epoch.seconds())))
        .toString();
  }

  private static String score(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "%s loss %.4f, accuracy %s",
        name,
        score.loss(),
        Figures.percent(score.correct(), score.images()));
  }
}
