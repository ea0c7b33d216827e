package io.onnxfi.cli;

import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.Json;
import io.onnxfi.run.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi estimate}: what a sample of faults says of the model. */
@Command(
    name = "estimate",
    description = {
      "Estimates the critical rate of a model, its layers, bits, fault models and kinds of sites.",
      "From a sample of faults, each run on all images or on a sample of its own. Intervals come"
          + " from the spread between faults, not from the number of inferences."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The faults must be a random sample; the images may be all of them or drawn for each fault.",
      "",
      "Examples:",
      "  onnxfi estimate run1",
      "  onnxfi estimate ResNet20_FL.csv --confidence 99 --json",
      "  onnxfi estimate run1 --strata site,bit --by site,bit"
    })
final class EstimateCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A run directory, an outcomes CSV or a published list.")
  private Path source;

  @Mixin private RateOptions rate;

  @Mixin private ByOption by;

  @Option(names = "--json", description = "Print the estimates as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Side> sides = Side.of(source);
    Terminal terminal = Terminal.of(spec);
    sides.forEach(side -> terminal.notes(side.outcomes().notes()));
    List<EstimateReport> reports =
        sides.stream().map(side -> side.estimate(rate.rate(), by.factors())).toList();
    if (json) {
      terminal.print(Json.render(reports.stream().map(EstimateReport::json).toList()));
    } else {
      reports.forEach(report -> terminal.print("\n" + report.text()));
    }
    return ExitCode.DONE;
  }
}
