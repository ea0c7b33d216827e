package io.onnxfi.cli;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.run.ModelSource;
import io.onnxfi.study.noise.NoiseResult;
import io.onnxfi.study.noise.NoiseSpec;
import io.onnxfi.study.noise.NoiseStudy;
import io.onnxfi.study.noise.Regime;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code onnxfi study weight-noise}: accuracy under Gaussian noise in weights. */
@Command(
    name = "weight-noise",
    description = {
      "How much noise in weights costs, and whether training with noise helps.",
      "Trains networks with Gaussian noise in all weights and without, and measures them under more"
          + " and more of it: the same noise in both regimes and in both frameworks."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Noise of alpha has alpha times the standard deviation of each tensor. Networks are saved as"
          + " checkpoints/DATASET/ARCH_REGIME_seedS_aALPHA.onnx; one that is there is not trained"
          + " again. Writes summary.csv, sweep.csv, samples.csv, results.json, figures and"
          + " report.html.",
      "",
      "Examples:",
      "  onnxfi study weight-noise --model models/resnet20_cifar10.onnx \\",
      "                            --dataset cifar10-sample --out noise-resnet20",
      "  onnxfi study weight-noise mlp_small --dataset synthetic --input 28 --epochs 2 \\",
      "                            --train-images 2000 --out noise",
      "  onnxfi study weight-noise mlp_small cnn --dataset cifar10 --alpha-train 0.5 \\",
      "                            --out noise-cifar10",
      "  onnxfi study weight-noise --sanity --dataset cifar10 --out sanity"
    })
final class StudyWeightNoiseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ARCH",
      arity = "0..*",
      split = ",",
      description =
          "mlp_small, mlp_medium, mlp_large, cnn, resnet18 or another of the zoo (default: these"
              + " five).")
  private List<String> architectures = List.of();

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      description =
          "Test this model; networks are trained only if they are named. Several with commas or by"
              + " repeating the option.")
  private List<String> models = List.of();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      defaultValue = "cifar10",
      description =
          "cifar10, mnist or another, see 'onnxfi train --help' (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Mixin private DataFolder folder;

  @Option(
      names = "--input",
      paramLabel = "PIXELS",
      defaultValue = "32",
      description =
          "Height and width to which images are resized, 32 or 28 in the published study; grey ones"
              + " are repeated to three channels (default: ${DEFAULT-VALUE}).")
  private int input;

  @Mixin private NormalizationOptions normalization;

  @Option(
      names = "--regimes",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "clean,noisy",
      description = "How networks are trained: clean, noisy or both (default: ${DEFAULT-VALUE}).")
  private List<String> regimes;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "0,1,2",
      description = "One network each (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--alpha-train",
      paramLabel = "ALPHA",
      defaultValue = "0.2",
      description = "Noise in the training of noisy networks (default: ${DEFAULT-VALUE}).")
  private double alphaTrain;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images per step, and per run in the tests (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--lr",
      paramLabel = "X",
      defaultValue = "0.001",
      description = "Learning rate of Adam, constant (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Train on the first N images only (default: all).")
  private Integer trainImages;

  @Option(
      names = "--alpha-test",
      paramLabel = "ALPHA",
      split = ",",
      defaultValue = "0,0.01,0.02,0.05,0.1,0.2,0.5",
      description = "Noise in the tests; 0 and 0.1 are always there (default: ${DEFAULT-VALUE}).")
  private List<Double> alphasTest;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "5",
      description = "Samples of noise for every network and alpha (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "The first N test images only (default: all).")
  private Integer images;

  @Option(
      names = "--sanity",
      description =
          "A quick check instead: one epoch of mlp_small in both regimes, with the first seed;"
              + " whether noise left no trace in the weights, and whether the drop is smaller.")
  private boolean sanity;

  @Mixin private FrameworkOption frameworks;

  @Mixin private ComputeOptions compute;

  @Mixin private StudyOptions study;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    requireNothingInVain();
    NoiseSpec wanted = sanity ? spec().sanity() : spec();
    NoiseResult result;
    try (Narrator narrator = Narrator.ofStudy(terminal)) {
      result = NoiseStudy.run(wanted, study.out(), StudyOptions.values(spec), narrator, narrator);
    }
    terminal.print(
        study.isJson()
            ? Json.render(result.json())
            : result.text() + (sanity ? result.sanity() : "") + StudyBerCommand.where(study.out()));
    return ExitCode.DONE;
  }

  /** The quick check decides some things itself. */
  private void requireNothingInVain() {
    ParseResult given = spec.commandLine().getParseResult();
    if (sanity && !architectures.isEmpty()) {
      throw MalformedInputException.of(
          "--sanity", "no ARCH: it trains mlp_small", String.join(" ", architectures));
    }
    for (String option : List.of("--model", "--regimes", "--epochs", "--alpha-test")) {
      if (sanity && given.hasMatchedOption(option)) {
        throw MalformedInputException.of(
            "--sanity",
            "no %s: it is one epoch of both regimes, tested at 0 and 0.1".formatted(option),
            "one");
      }
    }
  }

  private NoiseSpec spec() {
    DataSource data =
        new DataSource(
            Datasets.named(dataset), folder.root(), optional(images), normalization.given());
    return new NoiseSpec(
        architectures,
        ModelFiles.of(models).stream().map(ModelSource::of).toList(),
        data,
        input,
        new NoiseSpec.Training(
            Regime.parse("--regimes", regimes),
            seeds,
            alphaTrain,
            epochs,
            batch,
            rate,
            optional(trainImages),
            compute.threads()),
        new NoiseSpec.Sweep(alphasTest, samples),
        frameworks.ids(),
        compute.settings(),
        new Execution(EngineKind.PLAIN, compute.threads(), Execution.usualMemory(), false, 0));
  }

  private static OptionalInt optional(Integer count) {
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }
}
