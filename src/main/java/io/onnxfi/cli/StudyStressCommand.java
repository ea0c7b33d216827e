package io.onnxfi.cli;

import io.onnxfi.report.Json;
import io.onnxfi.study.stress.StressResult;
import io.onnxfi.study.stress.StressSpec;
import io.onnxfi.study.stress.StressStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi study stress}: where classifiers are wrong although they are sure. */
@Command(
    name = "stress",
    description = {
      "Where a classifier is wrong although it is sure, and what a change to it moves.",
      "Asks models of every image, in every framework: accuracy, mistakes above a confidence,"
          + " calibration, classes that are taken for each other, the most confident mistakes. The"
          + " first model is the baseline; each of the others is compared with it image by image."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Writes answers.csv (what each model says of each image), results.json,"
          + " analysis_report.md,"
          + " figures/failure_case_N.png, tables and report.html.",
      "",
      "Examples:",
      "  onnxfi study stress --model models/resnet20_cifar10.onnx \\",
      "                      --dataset cifar10-sample --out stress",
      "  onnxfi study stress --model plain.onnx --model augmented.onnx \\",
      "                      --dataset cifar10 --out augmentation",
      "  onnxfi study stress --model plain.onnx --model augmented.onnx \\",
      "                      --dataset cifar10+gaussian_noise-3 --out augmentation-noise"
    })
final class StudyStressCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      required = true,
      split = ",",
      description = "The baseline, then others; with commas or by repeating the option.")
  private List<Path> models;

  @Mixin private DataOptions data;

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

  @Mixin private BackendOptions backends;

  @Mixin private StudyOptions study;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    StressResult result;
    try (Narrator narrator = Narrator.ofStudy(terminal)) {
      result = StressStudy.run(spec(), study.out(), StudyOptions.values(spec), narrator);
    }
    terminal.print(
        study.isJson()
            ? Json.render(result.json())
            : result.text() + StudyBerCommand.where(study.out()));
    return ExitCode.DONE;
  }

  private StressSpec spec() {
    return new StressSpec(
        models.stream().map(data::model).toList(),
        data.source(null),
        images,
        backends.ids(),
        backends.settings(),
        backends.batch(),
        confidence,
        worst,
        cases,
        backends.execution(false, 0));
  }
}
