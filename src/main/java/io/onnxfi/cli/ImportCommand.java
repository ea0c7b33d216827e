package io.onnxfi.cli;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.CheckpointImport;
import io.onnxfi.zoo.ArchitectureNames;
import java.nio.file.Path;
import java.util.List;
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
    description = "Converts a PyTorch checkpoint of a known architecture to an ONNX model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Names and shapes must match one to one, apart from a prefix common to all names (module.,"
          + " model., _orig_mod., in any nesting). The one state dict in the file that fits is"
          + " taken, however deeply it is nested; everything else in the file is skipped, and its"
          + " code is never run. If the data is available, the model is run over the test images in"
          + " both frameworks.",
      "",
      "Examples:",
      "  onnxfi import --arch resnet20 --checkpoint ResNet20.th --dataset cifar10 \\",
      "                --out resnet20.onnx",
      "  # from a file with two networks, the averaged one:",
      "  onnxfi import … --checkpoint last.pth.tar --key state_dict_ema …",
      "  # from Lightning's state dict, the parameters of its 'teacher':",
      "  onnxfi import … --checkpoint last.ckpt --key state_dict.teacher …"
    })
final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--arch",
      paramLabel = "NAME",
      required = true,
      completionCandidates = ArchitectureNames.class,
      description = {
        "One of ${COMPLETION-CANDIDATES}.",
        "densenet121 and googlenet for cifar100 and gtsrb differ from those for other data."
      })
  private String architecture;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      required = true,
      description = "A state dict: .th, .pt or .pth written by torch.save, or .safetensors.")
  private Path checkpoint;

  @Option(
      names = "--key",
      paramLabel = "PATH",
      description =
          "Which state dict of the file to take if several fit: keys and positions joined by dots,"
              + " optionally followed by a prefix of the names; '.' is the file's object itself.")
  private String key;

  @Option(
      names = CheckpointImport.CONVERT,
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
    Terminal terminal = Terminal.of(spec);
    CheckpointImport imported =
        CheckpointImport.read(
            checkpoint, Optional.ofNullable(key), convert, architecture, data.source(null));
    terminal.notes(imported.notes());
    OnnxModel model = imported.model();
    model.save(out);
    terminal.print("%s: %s%n".formatted(out, imported.text()));
    if (!noCheck) {
      check(model, terminal);
    }
    return ExitCode.DONE;
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
    terminal.print(
        "\n" + backendOptions.evaluate(model, images, data.normalization(model.metadata())).text());
  }
}
