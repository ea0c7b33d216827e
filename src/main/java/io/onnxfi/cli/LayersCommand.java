package io.onnxfi.cli;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Json;
import io.onnxfi.report.TextTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi layers}: what can be injected. */
@Command(
    name = "layers",
    description = "Lists what can be injected into a model: every initializer and its bits.",
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
    OnnxModel onnx = OnnxModel.load(model);
    Map<String, String> users = users(onnx);
    Terminal terminal = Terminal.of(spec);
    terminal.print(json ? Json.render(entries(onnx, users)) : table(onnx, users));
    return ExitCode.DONE;
  }

  private static Map<String, String> users(OnnxModel model) {
    return model.nodes().stream()
        .flatMap(node -> node.inputs().stream().map(input -> Map.entry(input, node)))
        .collect(
            Collectors.groupingBy(
                Map.Entry<String, Node>::getKey,
                Collectors.mapping(
                    entry -> entry.getValue().opType(),
                    Collectors.collectingAndThen(
                        Collectors.toList(),
                        ops -> ops.stream().distinct().collect(Collectors.joining(", "))))));
  }

  private static String table(OnnxModel model, Map<String, String> users) {
    TextTable table =
        new TextTable("initializer", "used by", "type", "shape", "elements", "bits").textColumns(4);
    long elements = 0;
    long bits = 0;
    for (Initializer i : model.initializers()) {
      long count = i.shape().size();
      elements += count;
      bits += count * i.type().bits();
      table.row(
          i.name(),
          users.getOrDefault(i.name(), "–"),
          i.type().label(),
          i.shape(),
          Figures.count(count),
          i.type().hasAddressableBits() ? "0-" + (i.type().bits() - 1) : "none");
    }
    return table.render()
        + "%n %s elements, %s bits in %d initializers%n"
            .formatted(Figures.count(elements), Figures.count(bits), model.initializers().size());
  }

  private static List<Map<String, Object>> entries(OnnxModel model, Map<String, String> users) {
    return model.initializers().stream()
        .map(
            i -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("name", i.name());
              entry.put("used_by", users.getOrDefault(i.name(), ""));
              entry.put("type", i.type().label());
              entry.put("shape", i.shape().dims());
              entry.put("elements", i.shape().size());
              entry.put("bits", i.type().bits());
              return entry;
            })
        .toList();
  }
}
