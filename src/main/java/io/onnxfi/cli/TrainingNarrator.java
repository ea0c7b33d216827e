package io.onnxfi.cli;

import io.onnxfi.report.Figures;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import java.util.Locale;

/** Says on the error stream how a training goes. */
final class TrainingNarrator implements TrainingEvents, AutoCloseable {
  private final Terminal terminal;
  private final String architecture;
  private final Runnable farewell;
  private Progress progress;

  TrainingNarrator(Terminal terminal, String architecture) {
    this.terminal = terminal;
    this.architecture = architecture;
    this.farewell =
        () ->
            terminal.remark(
                "\nonnxfi: interrupted; the same command with --resume continues after the last"
                    + " epoch");
  }

  @Override
  public void resumed(int epoch) {
    terminal.remark("Continuing after epoch " + epoch);
  }

  @Override
  public void began(long imagesLeft) {
    terminal.interruption().add(farewell);
    progress = new Progress(terminal, "training " + architecture, "images", imagesLeft);
  }

  @Override
  public void trained(int images) {
    progress.advance(images);
  }

  @Override
  public void finished(EpochSummary last, int ofEpochs) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "epoch %d of %d: %s",
            last.epoch(),
            ofEpochs,
            score("train", last.train())));
    last.validation().ifPresent(score -> line.append("; ").append(score("validation", score)));
    last.test().ifPresent(score -> line.append("; ").append(score("test", score)));
    line.append(
        String.format(
            Locale.ROOT,
            "; %.0f images/s, %s",
            last.imagesPerSecond(),
            Figures.seconds(last.seconds())));
    progress.remark(line.toString());
  }

  private static String score(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "%s loss %.4f, accuracy %s",
        name,
        score.loss(),
        Figures.percent(score.correct(), score.images()));
  }

  @Override
  public void kept(int epoch) {
    stop();
    terminal.remark("Keeping epoch %d, which has the lowest validation loss".formatted(epoch));
  }

  @Override
  public void incomplete(String reason) {
    terminal.remark("The training history is incomplete: " + reason);
  }

  private void stop() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  /** The training is over: there is nothing to interrupt any more. */
  @Override
  public void close() {
    stop();
    terminal.interruption().remove(farewell);
  }
}
