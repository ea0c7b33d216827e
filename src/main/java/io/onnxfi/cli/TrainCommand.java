package io.onnxfi.cli;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.report.Json;
import io.onnxfi.run.Evaluation;
import io.onnxfi.run.TrainingFiles;
import io.onnxfi.run.TrainingRun;
import io.onnxfi.run.TrainingSpec;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingBenchmark;
import io.onnxfi.training.TrainingBenchmark.Speeds;
import io.onnxfi.zoo.ArchitectureNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onnxfi train}: an architecture from random weights to an ONNX model. */
@Command(
    name = "train",
    description = "Trains a known architecture with DJL and saves it as an ONNX model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Every epoch is saved in M.checkpoint; an interrupted training continues with --resume and"
          + " ends with the same bytes. M.history.csv and M.history.png show the history. At the"
          + " end, the model is run over the test images in both frameworks.",
      "",
      "While other work runs on the same processors, threads that wait for each other are slow;"
          + " --threads 1, or OMP_WAIT_POLICY=passive in the environment, is then several times"
          + " faster.",
      "",
      "Examples:",
      "  onnxfi train --arch resnet20 --dataset cifar10 --augment crop:4,flip \\",
      "               --out resnet20.onnx",
      "  onnxfi train --arch tiny_cnn --dataset synthetic --optimizer adam --epochs 5 \\",
      "               --validation 0.1 --patience 2 --out tiny.onnx"
    })
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--arch",
      paramLabel = "NAME",
      required = true,
      completionCandidates = ArchitectureNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String architecture;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "M.onnx",
      description = "The model to write; required, except with --benchmark.")
  private Path out;

  @Option(names = "--resume", description = "Continue an interrupted training.")
  private boolean resume;

  @Mixin private RecipeOptions recipeOptions;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the training images kept for validation (default: none).")
  private double validation;

  @Option(
      names = "--test-every-epoch",
      description =
          "Report on the test images after every epoch; they do not influence the training.")
  private boolean testEveryEpoch;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Train on the first N images only (default: all).")
  private Integer images;

  @Option(
      names = "--benchmark",
      paramLabel = "STEPS",
      description =
          "Write nothing; measure the speed over this many steps, and of the engine alone.")
  private Integer benchmark;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    TrainingSpec.Prepared training =
        new TrainingSpec(
                architecture,
                data.source(images),
                recipeOptions.recipe(),
                validation,
                testEveryEpoch)
            .prepare();
    Terminal terminal = Terminal.of(spec);
    terminal.notes(training.notes());
    if (benchmark != null) {
      terminal.print(speeds(training.trainer(), training.untrained()));
      return ExitCode.DONE;
    }
    TrainingRun run;
    OnnxModel trained;
    try (TrainingNarrator narrator = new TrainingNarrator(terminal, training.network().name())) {
      run = new TrainingRun(training, TrainingFiles.of(required(out)), narrator);
      trained = run.train(resume);
    }
    report(run, trained, training.test(), terminal);
    return ExitCode.DONE;
  }

  private Path required(Path option) {
    if (option == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=M.onnx'");
    }
    return option;
  }

  private String speeds(Trainer trainer, OnnxModel untrained) {
    if (benchmark < 1) {
      throw MalformedInputException.of("--benchmark", "at least 1 step", benchmark.toString());
    }
    Speeds speeds = new TrainingBenchmark(trainer).measure(untrained, benchmark);
    return String.format(
        Locale.ROOT,
        "%s, batch %d, %d threads: training %.0f images/s, engine alone on one fixed batch %.0f"
            + " (%.1f %%)%n",
        architecture,
        trainer.recipe().batch(),
        trainer.recipe().threads(),
        speeds.training(),
        speeds.engine(),
        100 * speeds.training() / speeds.engine());
  }

  private void report(TrainingRun run, OnnxModel trained, LabelledImages test, Terminal terminal) {
    BackendOptions backends = BackendOptions.defaults();
    Normalization normalization = data.normalization(trained.metadata());
    Evaluation evaluation = new Evaluation(trained, test, normalization, backends.batch());
    Map<String, GoldenOutputs> outputs =
        evaluation.measure(backends.providers(), backends.settings(), backends.threads());
    if (json) {
      Map<String, Object> summary = run.summary();
      Map<String, Object> accuracy = new LinkedHashMap<>();
      outputs.forEach((title, golden) -> accuracy.put(title, accuracy(golden)));
      summary.put("test", accuracy);
      terminal.print(Json.render(summary));
    } else {
      terminal.print("%s written%n%n%s".formatted(out, evaluation.text(outputs)));
    }
  }

  private static Map<String, Object> accuracy(GoldenOutputs golden) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("correct", golden.correct());
    entry.put("images", golden.images());
    return entry;
  }
}
