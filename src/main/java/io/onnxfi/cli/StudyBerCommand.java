package io.onnxfi.cli;

import io.onnxfi.fault.Keyword;
import io.onnxfi.fault.SiteClass;
import io.onnxfi.report.Json;
import io.onnxfi.study.ber.BerResult;
import io.onnxfi.study.ber.BerSpec;
import io.onnxfi.study.ber.BerStudy;
import io.onnxfi.study.ber.ErrorRates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi study ber}: accuracy under random bit errors. */
@Command(
    name = "ber",
    description = {
      "How accuracy falls with the rate of random bit errors in parameters or activations.",
      "Every bit of the chosen tensors is in error with the same probability, independently. A"
          + " pattern of errors is the same for all models, and its errors at one rate are among"
          + " those at every higher rate, so that curves are smooth and models comparable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Writes M.csv (mean per rate), detail-M.csv (every repetition), trials-M.csv (the errors as a"
          + " fault list), results.json, figures and report.html.",
      "",
      "Examples:",
      "  onnxfi study ber --model models/resnet20_cifar10.onnx \\",
      "                   --dataset cifar10-sample --out bit-errors",
      "  onnxfi study ber --model vit_b_16.onnx --dataset folder:imagenet \\",
      "                   --transform imagenet --select mlp,ln --rates 1e-10..1e-5 --out vit",
      "  onnxfi study ber --model M.onnx --dataset cifar10 --rates 1e-6,2e-6,5e-6 \\",
      "                   --by layer,bit --margin 0.5 --out by-layer"
    })
final class StudyBerCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      required = true,
      description = "A model; several with commas or by repeating the option.")
  private List<String> models;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The first N test images; 0 for all (default: ${DEFAULT-VALUE}, or all).")
  private int images;

  @Option(
      names = "--rates",
      paramLabel = "P",
      split = ",",
      defaultValue = "1e-8..1e-3",
      description =
          "Probabilities of each bit to be in error: numbers, or 1e-10..1e-5 for one per decade"
              + " (default: ${DEFAULT-VALUE}).")
  private List<String> rates;

  @Option(
      names = {"--repetitions", "--patterns"},
      paramLabel = "N",
      defaultValue = "20",
      description = "Patterns of errors, tried at every rate (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--independent",
      description = "A pattern of its own for every rate and repetition.")
  private boolean independent;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Number of the first pattern (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      description =
          "Stop repeating a rate when its mean accuracy is known to ± this many percentage points,"
              + " looked at after every 5 repetitions.")
  private Double margin;

  @Option(
      names = "--sites",
      paramLabel = "CLASSES",
      description =
          "weights, biases, batchnorm, activations, several with commas, or all (default: every"
              + " parameter).")
  private String sites;

  @Option(
      names = "--select",
      paramLabel = "WORDS",
      description =
          "Only tensors whose names contain one of these words, or match glob:PATTERN or"
              + " re:EXPRESSION; with commas between them (default: all).")
  private String select;

  @Option(
      names = "--by",
      paramLabel = "PART",
      split = ",",
      description = "Also errors in one layer alone (layer), or in one bit of all words (bit).")
  private List<String> by = List.of();

  @Option(
      names = "--by-rate",
      paramLabel = "P",
      description =
          "The rate for --by (default: the lowest at which accuracy has fallen by 5 points).")
  private String byRate;

  @Option(
      names = "--by-repetitions",
      paramLabel = "N",
      defaultValue = "5",
      description = "Patterns for each part (default: ${DEFAULT-VALUE}).")
  private int byRepetitions;

  @Mixin private BackendOptions backends;

  @Mixin private StudyOptions study;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    BerResult result;
    try (Narrator narrator = Narrator.ofStudy(terminal)) {
      result = BerStudy.run(spec(), study.out(), StudyOptions.values(spec), narrator);
    }
    terminal.print(
        study.isJson() ? Json.render(result.json()) : result.text() + where(study.out()));
    return ExitCode.DONE;
  }

  static String where(Path out) {
    return "%nIn %s: tables, figures and report.html%n".formatted(out);
  }

  private BerSpec spec() {
    return new BerSpec(
        ModelFiles.of(models).stream().map(shape::source).toList(),
        data.source(null),
        images,
        backends.ids(),
        backends.settings(),
        backends.batch(),
        new BerSpec.TensorChoice(
            Optional.ofNullable(sites).map(text -> SiteClass.parse("--sites", text)),
            select == null ? List.of() : Keyword.parse("--select", select)),
        new BerSpec.Errors(ErrorRates.parse("--rates", rates), repetitions, seed, independent),
        BerSpec.Parts.parse("--by", by, byRepetitions, rate()),
        margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin),
        backends.execution(false, 0));
  }

  private OptionalDouble rate() {
    return byRate == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(ErrorRates.one("--by-rate", byRate));
  }
}
