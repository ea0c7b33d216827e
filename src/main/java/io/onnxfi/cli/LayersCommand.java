package io.onnxfi.cli;

import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.report.ActivationSummary;
import io.onnxfi.report.Json;
import io.onnxfi.report.WeightSummary;
import io.onnxfi.run.ModelSource;
import io.onnxfi.workload.ModelInterface;
import io.onnxfi.workload.SampleKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    footer = {
      "",
      "Examples:",
      "  onnxfi layers resnet20.onnx",
      "  onnxfi layers resnet20.onnx --activations"
    })
final class LayersCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The model.")
  private Path model;

  @Option(
      names = "--activations",
      description =
          "List what the nodes compute instead: the values, with the shape of one sample's part and"
              + " the layer under whose name each is found.")
  private boolean activations;

  @Option(
      names = "--input-shape",
      paramLabel = "CxHxW",
      description =
          "Channels, height and width of the images, if the model leaves the shape of its input"
              + " open.")
  private String inputShape;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OnnxModel loaded = source().load();
    Terminal terminal = Terminal.of(spec);
    if (activations) {
      ComputedValues values = ComputedValues.of(loaded);
      terminal.print(
          json
              ? Json.render(ActivationSummary.json(values))
              : ActivationSummary.render(values, SampleKind.takenBy(loaded)));
      return ExitCode.DONE;
    }
    List<Weight> weights = WeightTable.of(loaded).weights();
    if (json) {
      terminal.print(Json.render(WeightSummary.json(weights)));
    } else {
      terminal.print(WeightSummary.render(weights));
      List<String> holders = loaded.operatorsThatHoldWeights();
      if (!holders.isEmpty()) {
        terminal.print(
            "not injectable: what %s learned lies in attributes, not in tensors%n"
                .formatted(String.join(", ", holders)));
      }
      terminal.print(String.join("\n", ModelInterface.describe(loaded)));
    }
    return ExitCode.DONE;
  }

  private ModelSource source() {
    return inputShape == null
        ? ModelSource.of(model)
        : new ModelSource(
            model, Optional.of(ModelSource.image(inputShape, "--input-shape")), Optional.empty());
  }
}
