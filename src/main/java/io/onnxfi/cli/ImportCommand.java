package io.onnxfi.cli;

import io.onnxfi.checkpoint.Checkpoint;
import io.onnxfi.checkpoint.ParameterShapes;
import io.onnxfi.checkpoint.StateDict;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.run.Evaluation;
import io.onnxfi.run.Provenance;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      "Names and shapes must match one to one, but for a prefix that all names",
      "have (module., model., _orig_mod., in any nesting). The one state dict in the",
      "file that fits is taken, however deep it lies; what stands beside it is",
      "skipped, and its code is never run. If the data is at hand, the model is run",
      "over the test images in both frameworks.",
      "",
      "Examples:",
      "  onnxfi import --arch resnet20 --checkpoint ResNet20.th --dataset cifar10 \\",
      "                --out resnet20.onnx",
      "  # of a file with two networks, the averaged one:",
      "  onnxfi import … --checkpoint last.pth.tar --key state_dict_ema …",
      "  # of Lightning's state dict, the parameters of its 'teacher':",
      "  onnxfi import … --checkpoint last.ckpt --key state_dict.teacher …"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String CONVERT = "--convert";

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
      description = "A state dict: .th, .pt or .pth of torch.save, or .safetensors.")
  private Path checkpoint;

  @Option(
      names = "--key",
      paramLabel = "PATH",
      description = {
        "Which state dict of the file, where several fit: keys and positions with dots between,",
        "perhaps with a prefix of the names behind; '.' is the file's object itself."
      })
  private String key;

  @Option(
      names = CONVERT,
      description = "Convert float64, float16 and bfloat16 tensors to float32.")
  private boolean convert;

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
    OutputFiles.requireApart("--out", OnnxModel.written(out), List.of(checkpoint));
    Dataset dataset = data.dataset();
    Checkpoint read = Checkpoint.read(checkpoint);
    Architecture arch =
        Zoo.architecture(
            architecture, dataset.name(), size(dataset, data.root()), dataset.classNames().size());
    StateDict state = read.stateDict(shapes(arch), Optional.ofNullable(key));
    Map<String, Tensor> values = floats(state).tensors();
    Terminal terminal = Terminal.of(spec);
    terminal.notes(state.notes());
    OnnxModel model =
        arch.build(parameter -> values.get(parameter.name()))
            .withMetadata(
                Provenance.of(
                    arch.name(),
                    dataset.name(),
                    data.normalization(Map.of()),
                    source(read, state)));
    model.save(out);
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

  private static ParameterShapes shapes(Architecture architecture) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    architecture.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
    return new ParameterShapes(architecture.name(), shapes);
  }

  /** Weights of another width are other weights: nobody gets them unasked. */
  private StateDict floats(StateDict read) {
    Map<String, Tensor> others = read.convertible();
    if (others.isEmpty() || convert) {
      return read.toFloat();
    }
    Map.Entry<String, Tensor> first = others.entrySet().iterator().next();
    throw new UnsupportedInputException(
        "%s: %s is %s, but the models of the zoo are of float; give %s to convert %s"
            .formatted(
                checkpoint,
                first.getKey(),
                first.getValue(),
                CONVERT,
                others.size() == 1 ? "it" : "all %d such tensors".formatted(others.size())));
  }

  private String source(Checkpoint read, StateDict state) {
    String origin = "checkpoint %s sha256 %s".formatted(checkpoint.getFileName(), read.sha256());
    return state.convertible().isEmpty() ? origin : origin + " converted to float";
  }

  /** Images of a data set as the architectures take them. */
  static ImageSize size(Dataset dataset, DataRoot root) {
    Shape image = dataset.image(root);
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
    terminal.notes(images.notes());
    Evaluation evaluation =
        new Evaluation(model, images, data.normalization(model.metadata()), backendOptions.batch());
    terminal.print(
        "\n"
            + evaluation.text(
                evaluation.measure(
                    backendOptions.providers(),
                    backendOptions.settings(),
                    backendOptions.threads())));
  }
}
