package io.onnxfi.cli;

import io.onnxfi.checkpoint.Checkpoint;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.tensor.Shape;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.NamedParameters;
import io.onnxfi.zoo.Zoo;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi import}: a PyTorch checkpoint as ONNX. */
@Command(
    name = "import",
    description = "Turns a PyTorch checkpoint of a known architecture into an ONNX model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Names and shapes must match one to one. If the data is at hand, the model is run over",
      "the test images in both frameworks.",
      "",
      "Example:",
      "  onnxfi import --arch resnet20 --checkpoint ResNet20.th --dataset cifar10 \\",
      "                --out resnet20.onnx"
    })
final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--arch",
      paramLabel = "NAME",
      required = true,
      completionCandidates = ArchitectureNames.class,
      description = {
        "One of ${COMPLETION-CANDIDATES}.",
        "densenet121 and googlenet are other networks for cifar100 and gtsrb than for other data."
      })
  private String architecture;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      required = true,
      description = "A state dict written by torch.save (legacy format).")
  private Path checkpoint;

  @Option(
      names = "--out",
      paramLabel = "M.onnx",
      required = true,
      description = "The model to write.")
  private Path out;

  @Mixin private DataOptions data;

  @Option(names = "--no-check", description = "Do not run the model over the test images.")
  private boolean noCheck;

  @Mixin private BackendOptions backendOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Dataset dataset = data.dataset();
    Checkpoint read = Checkpoint.read(checkpoint);
    Architecture arch =
        Zoo.architecture(architecture, dataset.name(), size(dataset), dataset.classNames().size());
    String file = String.valueOf(checkpoint.getFileName());
    OnnxModel model =
        arch.build(NamedParameters.match(arch, read.tensors(), file))
            .withMetadata(
                Provenance.of(
                    arch.name(),
                    dataset.name(),
                    data.normalization(Map.of()),
                    "checkpoint %s sha256 %s".formatted(file, read.sha256())));
    model.save(out);
    Terminal terminal = Terminal.of(spec);
    terminal.print(
        "%s: %s, %s values in %d tensors, all matched%n"
            .formatted(
                out,
                arch.name(),
                Figures.count(model.initializers().stream().mapToLong(i -> i.shape().size()).sum()),
                model.initializers().size()));
    if (!noCheck) {
      check(model, terminal);
    }
    return ExitCode.DONE;
  }

  private ImageSize size(Dataset dataset) {
    Shape image = dataset.image(data.root());
    return new ImageSize((int) image.dim(0), (int) image.dim(1), (int) image.dim(2));
  }

  private void check(OnnxModel model, Terminal terminal) {
    LabelledImages images;
    try {
      images = data.testImages();
    } catch (MissingResourceException e) {
      terminal.print("Not checked on images: " + e.getMessage() + "\n");
      return;
    }
    Evaluation evaluation =
        new Evaluation(model, images, data.normalization(model.metadata()), backendOptions.batch());
    terminal.print("\n" + evaluation.run(backendOptions));
  }
}
