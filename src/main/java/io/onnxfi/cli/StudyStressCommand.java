package io.onnxfi.cli;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.report.Json;
import io.onnxfi.run.Execution;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.study.stress.StressResult;
import io.onnxfi.study.stress.StressSpec;
import io.onnxfi.study.stress.StressSpec.Faults;
import io.onnxfi.study.stress.StressSpec.Lesson;
import io.onnxfi.study.stress.StressSpec.Training;
import io.onnxfi.study.stress.StressStudy;
import java.nio.file.Path;
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

/** {@code onnxfi study stress}: where classifiers are wrong although they are sure. */
@Command(
    name = "stress",
    description = {
      "Where a classifier is wrong although it is sure, and what a change to it moves.",
      "Trains a network and another one that is trained alike but for one change, or takes models"
          + " that are there. Asks them of every image, in every framework: accuracy, mistakes"
          + " above a confidence, calibration, classes that are taken for each other, the most"
          + " confident mistakes. The first model is the baseline; each of the others is compared"
          + " with it image by image."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Networks are saved as checkpoints/baseline_seedS.onnx and checkpoints/changed_seedS.onnx"
          + " with their histories; one that is there is not trained again. Writes answers.csv"
          + " (what each model says of each image), results.json, analysis_report.md,"
          + " figures/failure_case_N.png, figures/training_curves.png,"
          + " figures/model_comparison.png, tables and report.html.",
      "",
      "Examples:",
      "  onnxfi study stress --model models/resnet20_cifar10.onnx \\",
      "                      --dataset cifar10-sample --out stress",
      "  onnxfi study stress resnet18 --dataset cifar10 --corruptions all --out augmentation",
      "  onnxfi study stress resnet18 --change optimizer=sgd --dataset cifar10 --out optimizer",
      "  onnxfi study stress --model plain.onnx --model augmented.onnx \\",
      "                      --dataset cifar10 --out augmentation",
      "  onnxfi study stress --model plain.onnx --model augmented.onnx \\",
      "                      --dataset cifar10+gaussian_noise-3 --out augmentation-noise"
    })
final class StudyStressCommand implements Callable<Integer> {
  /** What the published study calls enhanced augmentation, with usual numbers. */
  private static final String STRONGER =
      "augment=crop:4,flip,rotate:15,jitter:0.2:0.2:0.2:0.05,erase:0.5";

  @Parameters(
      paramLabel = "ARCH",
      arity = "0..1",
      description = "Train two networks of this architecture, see 'onnxfi train --help'.")
  private String architecture;

  @Option(
      names = "--change",
      paramLabel = "OPTION=VALUE",
      defaultValue = STRONGER,
      description =
          "Train the second network with this option of the training otherwise, such as lr=0.01 or"
              + " label-smoothing=0.1 (default: ${DEFAULT-VALUE}).")
  private String change;

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      description =
          "Ask this model too; without ARCH, the first one is the baseline. Several with commas or"
              + " by repeating the option.")
  private List<String> models = List.of();

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "0",
      description = "The first N test images only; 0 for all (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      defaultValue = "0.8",
      description = "A mistake is a confident one above it, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description = "List so many of the most confident mistakes (default: ${DEFAULT-VALUE}).")
  private int worst;

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Draw so many of them with what speaks for either class, by Grad-CAM (default:"
              + " ${DEFAULT-VALUE}).")
  private int cases;

  @Option(
      names = "--faults-of",
      paramLabel = "RUN",
      description =
          "Ask the first model with the most critical faults of this run of it, too, on the same"
              + " data set, and draw where it looks without them and with them.")
  private Path faultsOf;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "3",
      description = "So many of them (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--corruptions",
      paramLabel = "NAME",
      split = ",",
      description =
          "Ask of the images under these common corruptions too, at five severities: all, which are"
              + " the eight of the published mean that there are, or some of gaussian_noise,"
              + " shot_noise, impulse_noise, defocus_blur, zoom_blur, brightness, contrast,"
              + " jpeg_compression, gaussian_blur (default: none).")
  private List<String> corruptions = List.of();

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Train on the first N images only (default: all).")
  private Integer trainImages;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "Seed of both trainings (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private StartOptions start;

  @Mixin private RecipeOptions recipe;

  @Mixin private FrameworkOption frameworks;

  @Mixin private DeviceOptions device;

  @Option(
      names = "--test-batch",
      paramLabel = "N",
      defaultValue = "25",
      description = "Images per run when they are asked (default: ${DEFAULT-VALUE}).")
  private int testBatch;

  @Mixin private StudyOptions study;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    StressResult result;
    try (Narrator narrator = Narrator.ofStudy(terminal)) {
      result = StressStudy.run(spec(), study.out(), StudyOptions.values(spec), narrator, narrator);
    }
    terminal.print(
        study.isJson()
            ? Json.render(result.json())
            : result.text() + StudyBerCommand.where(study.out()));
    return ExitCode.DONE;
  }

  private StressSpec spec() {
    return new StressSpec(
        Optional.ofNullable(architecture).map(this::training),
        ModelFiles.of(models).stream().map(shape::source).toList(),
        data.source(null),
        images,
        frameworks.ids(),
        device.settings(),
        ComputeOptions.positive("--test-batch", testBatch),
        confidence,
        worst,
        cases,
        Optional.ofNullable(faultsOf).map(run -> new Faults(run, faults)),
        corruptions.equals(List.of("all"))
            ? CommonCorruption.ofTheMean()
            : corruptions.stream()
                .map(name -> CommonCorruption.parse(name, "--corruptions"))
                .toList(),
        new Execution(EngineKind.PLAIN, recipe.threads(), Execution.usualMemory(), false, 0));
  }

  private Training training(String name) {
    TrainingOptions changed = new TrainingOptions(spec, change);
    return new Training(
        name,
        seed,
        trainImages == null ? OptionalInt.empty() : OptionalInt.of(trainImages),
        new Lesson(start.start(), recipe.recipe(seed)),
        changed.change(),
        new Lesson(changed.start().start(), changed.recipe().recipe(seed)));
  }
}
