package io.onnxfi.cli;

import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.report.Json;
import io.onnxfi.run.Evaluation;
import io.onnxfi.run.ImageSource;
import io.onnxfi.run.TrainingFiles;
import io.onnxfi.run.TrainingRun;
import io.onnxfi.training.Trainer;
import io.onnxfi.training.TrainingBenchmark;
import io.onnxfi.training.TrainingBenchmark.Speeds;
import io.onnxfi.training.TrainingImages;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    description = "Trains a known architecture with DJL and writes it as an ONNX model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Every epoch is saved in M.checkpoint; a training that was interrupted goes on with",
      "--resume and ends with the same bytes. M.history.csv and M.history.png show its course.",
      "At the end, the model is run over the test images in both frameworks.",
      "",
      "Beside other work on the same processors, threads that wait for each other are slow:",
      "--threads 1, or OMP_WAIT_POLICY=passive in the environment, is several times faster there.",
      "",
      "Examples:",
      "  onnxfi train --arch resnet20 --dataset cifar10 --augment crop:4,flip --out resnet20.onnx",
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
      description = "The model to write; required, unless with --benchmark.")
  private Path out;

  @Option(names = "--resume", description = "Go on with an interrupted training.")
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
      description = "Report on the test images after every epoch; nothing is chosen by them.")
  private boolean testEveryEpoch;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Train on the first N images only (default: all).")
  private Integer images;

  @Option(
      names = "--benchmark",
      paramLabel = "STEPS",
      description = "Write nothing; measure so many steps, and the engine alone.")
  private Integer benchmark;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Dataset dataset = data.dataset();
    Normalization normalization = data.normalization(Map.of());
    LabelledImages test = data.testImages();
    TrainingImages seen = seen(dataset, normalization, test);
    Architecture arch =
        Zoo.architecture(
            architecture,
            dataset.name(),
            new ImageSize(test.channels(), test.height(), test.width()),
            test.classes());
    OnnxModel untrained = arch.build(new RandomParameters(recipeOptions.seed()));
    Trainer trainer = new Trainer(recipeOptions.recipe(), seen);
    Terminal terminal = Terminal.of(spec);
    Set<String> notes = new LinkedHashSet<>(seen.train().notes());
    notes.addAll(test.notes());
    terminal.notes(notes);
    if (benchmark != null) {
      terminal.print(speeds(trainer, untrained));
      return ExitCode.DONE;
    }
    TrainingRun run;
    OnnxModel trained;
    try (TrainingNarrator narrator = new TrainingNarrator(terminal, arch.name())) {
      TrainingFiles files = TrainingFiles.of(required(out));
      run = new TrainingRun(trainer, arch, dataset.name(), validation, files, narrator);
      trained = run.train(untrained, resume);
    }
    report(run, trained, test, terminal);
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

  /** Before a network is made for the one and fed with the other. */
  private static void requireAlike(
      LabelledImages train, LabelledImages test, Normalization normalization) {
    if (train.channels() != normalization.channels()) {
      throw MalformedInputException.of(
          "--mean and --std",
          "%d values each, as the images have channels".formatted(train.channels()),
          Integer.toString(normalization.channels()));
    }
    if (train.height() != test.height() || train.width() != test.width()) {
      throw MalformedInputException.of(
          "data set " + train.name(),
          "training and test images of one size",
          "%d×%d and %d×%d (--resize HEIGHTxWIDTH brings all to one size)"
              .formatted(train.height(), train.width(), test.height(), test.width()));
    }
  }

  private TrainingImages seen(Dataset dataset, Normalization normalization, LabelledImages test) {
    LabelledImages train = dataset.load(data.root(), Split.TRAIN);
    if (images != null) {
      train = ImageSource.first(train, images);
    }
    requireAlike(train, test, normalization);
    if (!(validation >= 0 && validation < 1)) {
      throw MalformedInputException.of(
          "--validation", "a share, at least 0 and below 1", Double.toString(validation));
    }
    TrainingImages seen =
        TrainingImages.of(train, normalization).keeping(validation, recipeOptions.seed());
    return testEveryEpoch ? seen.reporting(test) : seen;
  }
}
