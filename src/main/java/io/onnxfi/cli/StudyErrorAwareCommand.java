package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.run.Execution;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.study.aware.AwareResult;
import io.onnxfi.study.aware.AwareSpec;
import io.onnxfi.study.aware.AwareSpec.Compilers;
import io.onnxfi.study.aware.AwareSpec.Test;
import io.onnxfi.study.aware.AwareSpec.Training;
import io.onnxfi.study.aware.AwareStudy;
import io.onnxfi.study.aware.Lowering;
import io.onnxfi.training.Adam;
import io.onnxfi.training.Curriculum;
import io.onnxfi.training.Hooks;
import io.onnxfi.training.OutputErrors;
import io.onnxfi.training.Recipe;
import io.onnxfi.training.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi study error-aware}: whether learning under errors protects from errors. */
@Command(
    name = "error-aware",
    description = {
      "Whether networks that learn under errors stand errors, and compilers, better.",
      "Trains a network with Gaussian errors in its input and in the outputs of its layers, and one"
          + " alike but without, and measures both: without errors, in draws of them, and as"
          + " compilers make them (graph optimisation, folded batch normalisation, narrow operands,"
          + " int8, another framework), each against the float32 graph."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Networks are saved as checkpoints/standard_seedS.onnx and checkpoints/error-aware_seedS.onnx"
          + " with their histories; one that is there is not trained again. Writes draws.csv,"
          + " lowered.csv, results.json, figures, tables and report.html.",
      "",
      "Examples:",
      "  onnxfi study error-aware tiny_cnn --dataset synthetic --epochs 3 --train-images 2000 \\",
      "                           --images 300 --out aware",
      "  onnxfi study error-aware resnet20 --dataset cifar10 --seeds 0,1,2 --out aware-cifar10",
      "  onnxfi study error-aware resnet18_imagenet --dataset tiny-imagenet --transform 72,64 \\",
      "                           --augment resize-crop:72:4,flip --dropout 0.4 \\",
      "                           --init resnet18.pth --as-published --penalty original \\",
      "                           --out aware-tiny-imagenet",
      "  onnxfi study error-aware --model models/resnet20_cifar10.onnx \\",
      "                           --dataset cifar10-sample --out compilers"
    })
final class StudyErrorAwareCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ARCH",
      arity = "0..1",
      description = "Train two networks of this architecture, see 'onnxfi train --help'.")
  private String architecture;

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      description =
          "Measure this model too; without ARCH, the first one is the baseline of the others.")
  private List<String> models = List.of();

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Measure on the first N test images only; 0 for all (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Train on the first N images only (default: all).")
  private Integer trainImages;

  @Mixin private StartOptions start;

  @Mixin private RecipeOptions recipe;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "0",
      description = "Two networks for each of them (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--as-published",
      description =
          "Train the network without errors by another recipe, as it was published: a constant"
              + " learning rate and no weight decay; --penalty original belongs to it. What then"
              + " differs is not due to the errors alone.")
  private boolean asPublished;

  @Option(
      names = "--test-probability",
      paramLabel = "P",
      defaultValue = "0.3",
      description =
          "Measure under Gaussian errors that each element of the input and of the layers' outputs"
              + " has with this probability (default: ${DEFAULT-VALUE}).")
  private String testProbability;

  @Option(
      names = "--test-sigma",
      paramLabel = "S",
      defaultValue = "0.05",
      description = "Standard deviation of these errors (default: ${DEFAULT-VALUE}).")
  private String testSigma;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Draws of these errors, the same for every network (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--test-seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long testSeed;

  @Option(
      names = "--lowerings",
      paramLabel = "NAME",
      split = ",",
      defaultValue =
          "ort-basic,ort-extended,ort-all,pytorch,folded,tf32,fp16,bf16,int8-dynamic,int8-static,int8-kernels",
      description = "What compilers do to networks (default: ${DEFAULT-VALUE}).")
  private List<String> lowerings;

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Find the ranges of int8-static on the first N training images (default:"
              + " ${DEFAULT-VALUE}).")
  private int calibration;

  @Option(
      names = "--test-batch",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Images per run of what compilers make; the ranges of int8-dynamic are those of a batch"
              + " (default: ${DEFAULT-VALUE}).")
  private int testBatch;

  @Mixin private StudyOptions study;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    AwareResult result;
    try (Narrator narrator = Narrator.ofStudy(terminal)) {
      result = AwareStudy.run(spec(), study.out(), StudyOptions.values(spec), narrator, narrator);
    }
    terminal.print(
        study.isJson()
            ? Json.render(result.json())
            : result.text() + StudyBerCommand.where(study.out()));
    return ExitCode.DONE;
  }

  private AwareSpec spec() {
    if (architecture == null && asPublished) {
      throw MalformedInputException.of("--as-published", "an ARCH to train", "none");
    }
    return new AwareSpec(
        Optional.ofNullable(architecture).map(this::training),
        ModelFiles.of(models).stream().map(shape::source).toList(),
        data.source(null),
        images,
        new Test(
            new OutputErrors(
                Curriculum.parse("--test-probability", testProbability),
                Curriculum.parse("--test-sigma", testSigma)),
            draws,
            testSeed),
        new Compilers(Lowering.parse("--lowerings", lowerings), calibration),
        ComputeOptions.positive("--test-batch", testBatch),
        new Execution(EngineKind.PLAIN, recipe.threads(), Execution.usualMemory(), false, 0));
  }

  private Training training(String name) {
    Recipe aware = recipe.recipe(0);
    return new Training(
        name,
        start.start(),
        aware,
        standard(aware),
        seeds,
        trainImages == null ? OptionalInt.empty() : OptionalInt.of(trainImages));
  }

  /** Alike but for the errors, unless another recipe was published. */
  private Recipe standard(Recipe aware) {
    Recipe without = aware.with(new Hooks(aware.hooks().weights(), Optional.empty()));
    return asPublished
        ? without.with(new Schedule.Constant(aware.schedule().peak(), 0), Adam.coupled(0))
        : without;
  }
}
