package io.onnxfi.cli;

import io.onnxfi.explain.ExplanationFiles;
import io.onnxfi.explain.ExplanationTable;
import io.onnxfi.report.Json;
import io.onnxfi.run.ExplanationSpec;
import io.onnxfi.run.Explanations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi explain}: where a network looks. */
@Command(
    name = "explain",
    description = {
      "Shows where in an image a network finds evidence for a class (Grad-CAM).",
      "Each channel of a layer counts as much as the class's score grows with it on average; their"
          + " weighted sum, where it is positive, is the map (Selvaraju et al., ICCV 2017)."
          + " Gradients come from PyTorch. Any ONNX model with a layer that has height and width."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Writes, for each image N, image-N.png (image, heat map, overlay) and image-N.csv (the map in"
          + " the size of the image), and explanations.json. Files of these names are replaced.",
      "",
      "Examples:",
      "  onnxfi explain models/resnet20_cifar10.onnx --dataset cifar10-sample \\",
      "                 --images 3,17 --out maps",
      "  onnxfi explain models/resnet20_cifar10.onnx --dataset cifar10-sample \\",
      "                 --images 58 --class true --layer layer2.2.conv2 --out other"
    })
final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The model, a classifier of images.")
  private Path model;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Option(
      names = "--images",
      paramLabel = "N,N-N",
      required = true,
      description = "Test images by their numbers from 0: 3,17 or 0-9,25.")
  private String images;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "The layer, node or value to look at, as 'layers --activations' lists them (default: the"
              + " last convolution with height and width).")
  private String layer;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      defaultValue = ExplanationSpec.PREDICTED,
      description =
          "The class to explain: predicted, true, a name, or a number from 0 (default:"
              + " ${DEFAULT-VALUE}).")
  private String label;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the files; made if it is not there.")
  private Path out;

  @Option(names = "--json", description = "Print explanations.json instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    ExplanationSpec asked =
        new ExplanationSpec(
            shape.source(model), data.source(null), images, Optional.ofNullable(layer), label);
    Explanations made;
    try (Narrator narrator = new Narrator(terminal, () -> {})) {
      made = Explanations.make(asked, out, narrator);
    }
    terminal.print(
        json
            ? Json.render(ExplanationFiles.json(made.images(), made.origin()))
            : ExplanationTable.render(made.images()) + "Written to %s.%n".formatted(out));
    return ExitCode.DONE;
  }
}
