package io.onnxfi.cli;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.list.ListDifference;
import io.onnxfi.report.Json;
import io.onnxfi.report.ListDifferenceSummary;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults diff}: in what two lists differ. */
@Command(
    name = "diff",
    description = "Says in what two lists differ: trials, their order, their outcomes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A trial is known by its number and its faults, as the lists name them; how the files are"
          + " written does not matter. Outcomes are compared if both lists have them; compare says"
          + " what differences of outcomes mean.",
      "",
      "Exit code 0 if there are no differences, 1 if there are, 2 if a file is not a fault list.",
      "",
      "Examples:",
      "  onnxfi faults diff ResNet20_FL.csv mine.csv",
      "  onnxfi faults diff run1/outcomes-ort.csv run2/outcomes-ort.csv --json"
    })
final class FaultsDiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "A list.")
  private Path left;

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path right;

  @Option(names = "--json", description = "Print JSON, with all differences.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FaultList first = FaultList.read(left);
    FaultList second = FaultList.read(right);
    Terminal terminal = Terminal.of(spec);
    terminal.notes(first.notes());
    terminal.notes(second.notes());
    ListDifference difference = ListDifference.of(first, second);
    terminal.print(
        json
            ? Json.render(ListDifferenceSummary.json(difference))
            : ListDifferenceSummary.render(difference));
    return difference.isSame() ? ExitCode.DONE : ExitCode.DISAGREEMENT;
  }
}
