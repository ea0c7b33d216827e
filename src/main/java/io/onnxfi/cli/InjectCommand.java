package io.onnxfi.cli;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.injection.InjectedModel;
import io.onnxfi.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi inject}: one fault into a model file. */
@Command(
    name = "inject",
    description = "Writes a model with one fault in it, for any ONNX runtime.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  onnxfi inject resnet20.onnx --layer conv1 --index 3,0,2,1 --bit 15 \\",
      "                --out faulty.onnx"
    })
final class InjectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The fault-free model.")
  private Path model;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      required = true,
      description = "A layer or initializer, as listed by 'onnxfi layers'.")
  private String layer;

  @Option(
      names = "--index",
      paramLabel = "I,J,…",
      required = true,
      description = "Coordinates of the element, one per axis, counted from 0.")
  private String index;

  @Option(
      names = "--bit",
      paramLabel = "B",
      required = true,
      description = "Bit of the element; 0 is the least significant.")
  private int bit;

  @Option(
      names = "--fault",
      paramLabel = "MODEL",
      defaultValue = "flip",
      description = "flip, stuck-at-0 or stuck-at-1 (default: ${DEFAULT-VALUE}).")
  private String fault;

  @Option(
      names = "--out",
      paramLabel = "F.onnx",
      required = true,
      description = "The model to write.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OnnxModel golden = OnnxModel.load(model);
    TensorIndex coordinates =
        TensorIndex.parseAny(index)
            .orElseThrow(
                () ->
                    MalformedInputException.of(
                        "--index", "coordinates from 0, like 3,0,2,1", Excerpt.quoted(index)));
    InjectedModel injected =
        InjectedModel.of(
            golden,
            String.valueOf(model.getFileName()),
            new FaultSite(layer, coordinates, bit),
            FaultModels.parse("--fault", fault));
    List<Path> read = new ArrayList<>(golden.externalFiles());
    read.add(model);
    OutputFiles.requireApart("--out", OnnxModel.written(out), read);
    injected.faulty().save(out);
    Terminal terminal = Terminal.of(spec);
    terminal.notes(injected.notes());
    terminal.print("%s: %s%n".formatted(out, injected.text()));
    return ExitCode.DONE;
  }
}
