package io.onnxfi.cli;

import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Pair;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.Json;
import io.onnxfi.report.LayerTable;
import io.onnxfi.run.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi compare}: two sets of outcomes against each other. */
@Command(
    name = "compare",
    description = "Compares the outcomes of the same faults on two sides.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each side is a run directory (also of --counts critical), an outcomes CSV, a table of"
          + " critical counts or a published list. A run with two backends is compared with itself"
          + " if it is the only argument. Where one side counts critical pairs only, so does the"
          + " comparison.",
      "",
      "The verdict is about the critical rates of all faults of the model, of which the list is a"
          + " sample: are they equivalent within --margin? It is decided by two one-sided tests at"
          + " 5 %%, clustered by fault, which allow for what faults too rare to be in the list"
          + " could change.",
      "",
      "Exit code 0 if the counts agree within --tolerance for --share of the faults, else 1,"
          + " whatever the verdict.",
      "",
      "Examples:",
      "  onnxfi compare run1",
      "  onnxfi compare run1 --margin 0.5",
      "  onnxfi compare run1/outcomes-ort.csv ResNet20_FL.csv --tolerance 3",
      "  onnxfi compare run1 run2 --json"
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "First side.")
  private Path left;

  @Parameters(index = "1", paramLabel = "B", arity = "0..1", description = "Second side.")
  private Path right;

  @Option(
      names = "--tolerance",
      paramLabel = "IMAGES",
      defaultValue = "5",
      description =
          "Critical counts may differ by this many images or samples (default: ${DEFAULT-VALUE}).")
  private long tolerance;

  @Option(
      names = "--share",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description =
          "Share of the faults for which the counts must agree (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--margin",
      paramLabel = "POINTS",
      defaultValue = "0.1",
      description =
          "Critical rates that differ by less are equivalent, in percentage points (default:"
              + " ${DEFAULT-VALUE}).")
  private double margin;

  @Mixin private StrataOption strata;

  @Option(names = "--json", description = "Print the comparison as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (tolerance < 0 || !(share >= 0 && share <= 100)) {
      throw MalformedInputException.of(
          "--tolerance and --share",
          "images from 0 and a share from 0 to 100",
          tolerance + " and " + share);
    }
    if (!(margin > 0 && margin <= 100)) {
      throw MalformedInputException.of(
          "--margin", "above 0 and at most 100 percentage points", Double.toString(margin));
    }
    Terminal terminal = Terminal.of(spec);
    List<Pair<Side>> pairs = right == null ? Side.pairs(left) : Side.pairs(left, right);
    terminal.notes(
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.left(), pair.right()))
            .flatMap(side -> side.notes().stream())
            .distinct()
            .toList());
    Margin equivalent = Margin.ofPoints(margin);
    Tolerance tolerated = new Tolerance(tolerance, share / 100);
    List<ComparisonReport> reports =
        pairs.stream()
            .map(pair -> pair.left().compare(pair.right(), equivalent, strata.strata(), tolerated))
            .toList();
    if (json) {
      terminal.print(Json.render(reports.stream().map(CompareCommand::json).toList()));
    } else {
      reports.forEach(
          report ->
              terminal.print("\n" + report.text() + "\n" + new LayerTable(report).text() + "\n"));
    }
    return reports.stream().allMatch(ComparisonReport::agrees)
        ? ExitCode.DONE
        : ExitCode.DISAGREEMENT;
  }

  private static Map<String, Object> json(ComparisonReport report) {
    Map<String, Object> json = report.json();
    json.put("layers", new LayerTable(report).json());
    return json;
  }
}
