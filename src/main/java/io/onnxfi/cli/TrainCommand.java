package io.onnxfi.cli;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.run.Evaluation;
import io.onnxfi.run.TrainingFiles;
import io.onnxfi.run.TrainingRun;
import io.onnxfi.run.TrainingSpec;
import io.onnxfi.zoo.ArchitectureNames;
import java.nio.file.Path;
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
      "While other work runs on the same processors, threads that wait for each other are slow:"
          + " give --threads 1.",
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

  @Mixin private StartOptions startOptions;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "M.onnx",
      description = "The model to write; required, except with --benchmark.")
  private Path out;

  @Option(names = "--resume", description = "Continue an interrupted training.")
  private boolean resume;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Seed of weights, order, augmentation and validation split (default: ${DEFAULT-VALUE}).")
  private long seed;

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
                startOptions.start(),
                data.source(images),
                recipeOptions.recipe(seed),
                validation,
                testEveryEpoch)
            .prepare();
    Terminal terminal = Terminal.of(spec);
    terminal.notes(training.notes());
    if (benchmark != null) {
      terminal.print(training.speed(benchmark) + "\n");
      return ExitCode.DONE;
    }
    TrainingRun run;
    OnnxModel trained;
    try (Narrator narrator = Narrator.ofTraining(terminal)) {
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

  private void report(TrainingRun run, OnnxModel trained, LabelledImages test, Terminal terminal) {
    Evaluation.Scores scores =
        BackendOptions.defaults().evaluate(trained, test, data.normalization(trained.metadata()));
    if (json) {
      Map<String, Object> summary = run.summary();
      summary.put("test", scores.json());
      terminal.print(Json.render(summary));
    } else {
      terminal.print("%s written%n%n%s".formatted(out, scores.text()));
    }
  }
}
