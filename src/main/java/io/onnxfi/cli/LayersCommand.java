package io.onnxfi.cli;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.report.Json;
import io.onnxfi.report.WeightSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi layers}: what can be injected. */
@Command(
    name = "layers",
    description = {
      "Lists what can be injected into a model.",
      "In the order of its operators: under which name, with an index into which shape, and which"
          + " initializer of the file holds it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  onnxfi layers resnet20.onnx"})
final class LayersCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The model.")
  private Path model;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Weight> weights = WeightTable.of(OnnxModel.load(model)).weights();
    Terminal terminal = Terminal.of(spec);
    terminal.print(json ? Json.render(WeightSummary.json(weights)) : WeightSummary.render(weights));
    return ExitCode.DONE;
  }
}
