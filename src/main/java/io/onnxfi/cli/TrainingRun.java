package io.onnxfi.cli;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunLock;
import io.onnxfi.training.EpochSummary;
import io.onnxfi.training.Score;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingListener;
import io.onnxfi.training.TrainingState;
import io.onnxfi.zoo.Architecture;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One training from the command line: goes on where it stopped, saves every epoch. */
final class TrainingRun {
  private final Trainer trainer;
  private final Architecture architecture;
  private final String dataset;
  private final double validation;
  private final TrainingFiles files;
  private OnnxModel trained;

  TrainingRun(
      Trainer trainer,
      Architecture architecture,
      String dataset,
      double validation,
      TrainingFiles files) {
    this.trainer = trainer;
    this.architecture = architecture;
    this.dataset = dataset;
    this.validation = validation;
    this.files = files;
  }

  /** All that decides the result. */
  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("arch", architecture.name());
    options.put("dataset", dataset);
    options.put("dataset_sha256", trainer.images().train().sha256());
    options.put("normalization", trainer.images().normalization().toString());
    options.put("training_images", Integer.toString(trainer.images().train().size()));
    options.put("validation", Double.toString(validation));
    options.putAll(trainer.recipe().describe());
    return options;
  }

  /** Trains to the end and writes the model. */
  void train(OnnxModel untrained, boolean resume, Terminal terminal) {
    RunLock lock = files.claim(resume);
    Thread farewell = new Thread(() -> leave(terminal));
    try {
      Map<String, String> options = options();
      TrainingState start = TrainingState.initial(untrained);
      if (files.checkpoint().exists()) {
        start = files.checkpoint().read(options, untrained);
        terminal.remark("Going on after epoch " + start.epoch());
      } else {
        files.checkpoint().write(options, start); // fails now rather than after an epoch
      }
      Runtime.getRuntime().addShutdownHook(farewell);
      TrainingState end = train(start, options, terminal);
      trained =
          end.result()
              .withMetadata(
                  Provenance.of(
                      architecture.name(),
                      dataset,
                      trainer.images().normalization(),
                      "onnxfi train " + options));
      trained.save(files.model());
      files.checkpoint().delete();
    } finally {
      forget(farewell);
      lock.close();
    }
  }

  private TrainingState train(TrainingState start, Map<String, String> options, Terminal terminal) {
    int perEpoch = trainer.horizon().stepsPerEpoch() * trainer.recipe().batch();
    long left = (long) (trainer.recipe().epochs() - start.epoch()) * perEpoch;
    try (Progress progress =
        new Progress(terminal, "training " + architecture.name(), "images", left)) {
      return trainer.train(
          start,
          new TrainingListener() {
            @Override
            public void trained(int images) {
              progress.advance(images);
            }

            @Override
            public void finished(TrainingState state) {
              files.checkpoint().write(options, state);
              progress.remark(line(state));
            }
          });
    }
  }

  private String line(TrainingState state) {
    EpochSummary last = state.history().get(state.epoch() - 1);
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "epoch %d of %d: %s",
            last.epoch(),
            trainer.recipe().epochs(),
            score("train", last.train())));
    last.validation().ifPresent(score -> line.append("; ").append(score("validation", score)));
    last.test().ifPresent(score -> line.append("; ").append(score("test", score)));
    line.append(
        String.format(
            Locale.ROOT,
            "; %.0f images/s, %s",
            last.imagesPerSecond(),
            Figures.seconds(last.seconds())));
    return line.toString();
  }

  private static String score(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "%s loss %.4f, accuracy %s",
        name,
        score.loss(),
        Figures.percent(score.correct(), score.images()));
  }

  /** Ends the process at once: native libraries that are torn down while they compute crash. */
  private void leave(Terminal terminal) {
    terminal.remark(
        "\nonnxfi: interrupted; the same command with --resume goes on after the last epoch");
    terminal.err().flush();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is being shut down, and the hook has its say
    }
  }

  /** The trained model over the test images in both frameworks. */
  void report(LabelledImages test, boolean json, Terminal terminal) {
    BackendOptions backends = BackendOptions.defaults();
    Evaluation evaluation =
        new Evaluation(trained, test, trainer.images().normalization(), backends.batch());
    terminal.print("%s written%n%n".formatted(files.model()) + evaluation.run(backends));
  }
}
