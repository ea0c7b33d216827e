package io.onnxfi.cli;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Json;
import io.onnxfi.report.TextTable;
import io.onnxfi.tensor.ElementType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    terminal.print(json ? Json.render(entries(weights)) : table(weights));
    return ExitCode.DONE;
  }

  private static String table(List<Weight> weights) {
    TextTable table =
        new TextTable("layer", "initializer", "used by", "type", "shape", "elements", "bits")
            .textColumns(5);
    long elements = 0;
    long bits = 0;
    for (Weight weight : weights) {
      long count = weight.stored().shape().size();
      elements += count;
      bits += weight.bits();
      table.row(
          weight.layer(),
          stored(weight),
          weight.operator().isEmpty() ? "–" : weight.operator(),
          weight.stored().type().label(),
          weight.layout(),
          Figures.count(count),
          bits(weight.stored().type()));
    }
    return table.render()
        + "%n %s elements, %s bits in %d initializers%n"
            .formatted(Figures.count(elements), Figures.count(bits), weights.size());
  }

  /** The initializer, and whether its axes have another order there. */
  private static String stored(Weight weight) {
    String name = weight.stored().name();
    return weight.layout().isStored() ? name : name + " (transposed)";
  }

  private static String bits(ElementType type) {
    return type.hasAddressableBits() ? "0-" + (type.bits() - 1) : "none";
  }

  private static List<Map<String, Object>> entries(List<Weight> weights) {
    return weights.stream()
        .map(
            weight -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("layer", weight.layer());
              entry.put("name", weight.stored().name());
              entry.put("used_by", weight.operator());
              entry.put("node", weight.node());
              entry.put("type", weight.stored().type().label());
              entry.put("shape", weight.layout().shape().dims());
              entry.put("stored_shape", weight.stored().shape().dims());
              entry.put("elements", weight.stored().shape().size());
              entry.put("bits", weight.stored().type().bits());
              return entry;
            })
        .toList();
  }
}
