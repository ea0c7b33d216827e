package io.onnxfi.cli;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.Quantization;
import io.onnxfi.run.QuantizationCheck;
import io.onnxfi.run.RangeRule;
import io.onnxfi.tensor.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi quantize}: a model in fewer bits. */
@Command(
    name = "quantize",
    description = {
      "Stores a model of floats in 8-bit integers or 16-bit floats, so that faults can be put into"
          + " these bits.",
      "int8: batch normalisation is folded; weights become signed integers with a scale for each"
          + " output, activations unsigned ones over ranges recorded on training images (QDQ, as"
          + " ONNX Runtime's quantiser writes it). float16 and bfloat16: every weight rounded to"
          + " the nearest, inputs and outputs stay floats. Names of weights stay (int8: with /int8"
          + " behind them). Where test images are there, both models are asked of them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = ArrayOptions.InPlaceOfImages.class,
    footer = {
      "",
      "Examples:",
      "  onnxfi quantize models/resnet20_cifar10.onnx --dataset cifar10 --out resnet20_int8.onnx",
      "  onnxfi quantize M.onnx --to float16 --dataset cifar10-sample --out M_float16.onnx",
      "  onnxfi quantize M.onnx --inputs samples.npz --ranges percentile:99.99 --out M_int8.onnx"
    })
final class QuantizeCommand implements Callable<Integer> {
  private static final int USUAL_BITS = 8;
  private static final int REDUCED_BITS = 7;

  @Parameters(paramLabel = "M.onnx", description = "The model.")
  private Path model;

  @Option(
      names = "--to",
      paramLabel = "TYPE",
      defaultValue = "int8",
      description = "int8, float16 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private String to;

  @Option(
      names = "--out",
      paramLabel = "Q.onnx",
      required = true,
      description = "The model to write.")
  private Path out;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Mixin private ArrayOptions arrays;

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Record the ranges of int8 on the first N training images, or samples of --inputs"
              + " (default: ${DEFAULT-VALUE}).")
  private int calibration;

  @Option(
      names = "--ranges",
      paramLabel = "RULE",
      defaultValue = "min-max",
      description =
          "What int8 spans: min-max, or percentile:P, from the (100 - P)th to the Pth percentile of"
              + " all numbers; what lies beyond is cut off (default: ${DEFAULT-VALUE}).")
  private String ranges;

  @Option(
      names = "--reduce-range",
      description =
          "Weights of int8 from -63 to 63, so that sums of ONNX Runtime's integer kernels do not"
              + " saturate on x86 processors without VNNI.")
  private boolean reduceRange;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Ask both models of the first N test images only (default: all).")
  private Integer images;

  @Option(names = "--no-check", description = "Do not ask the models of test images.")
  private boolean noCheck;

  @Mixin private FrameworkOption frameworks;

  @Mixin private ComputeOptions compute;

  @Mixin private BatchOption batch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelSource source = shape.source(model);
    Quantization quantization =
        new Quantization(
            source,
            type(),
            type() == ElementType.INT8 || data.isGiven() || arrays.isGiven()
                ? Optional.of(arrays.source(data, null))
                : Optional.empty(),
            ComputeOptions.positive("--calibration", calibration),
            RangeRule.parse(ranges, "--ranges"),
            reduceRange ? REDUCED_BITS : USUAL_BITS,
            batch.images(),
            compute.threads());
    OnnxModel original = source.load();
    List<Path> read = new ArrayList<>(original.externalFiles());
    read.add(model);
    OutputFiles.requireApart("--out", OnnxModel.written(out), read);
    Terminal terminal = Terminal.of(spec);
    OnnxModel made;
    try (Narrator narrator = new Narrator(terminal, () -> {})) {
      made = quantization.make(narrator);
    }
    made.save(out);
    terminal.print(
        "%s: %s (%s: %s)%n"
            .formatted(out, Quantization.stored(made), model, Quantization.stored(original)));
    if (!noCheck && data.isGiven()) {
      check(source, original, terminal);
    }
    return ExitCode.DONE;
  }

  private ElementType type() {
    ElementType type =
        Map.of(
                "int8", ElementType.INT8,
                "float16", ElementType.FLOAT16,
                "bfloat16", ElementType.BFLOAT16)
            .get(to);
    if (type == null) {
      throw MalformedInputException.of("--to", "int8, float16 or bfloat16", "'" + to + "'");
    }
    return type;
  }

  private void check(ModelSource source, OnnxModel original, Terminal terminal) {
    LabelledImages tested;
    try {
      tested = data.source(images).load();
    } catch (MissingResourceException e) {
      terminal.print("Not checked on images: " + e.getMessage() + "\n");
      return;
    }
    Normalization normalization = data.normalization(original.metadata());
    QuantizationCheck check =
        new QuantizationCheck(
            source, tested, normalization, batch.images(), compute.settings(), compute.threads());
    terminal.print("\n" + check.text(out, frameworks.providers()));
  }
}
