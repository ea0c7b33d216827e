package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.file.Folders;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.report.EstimateReport;
import io.onnxfi.report.Json;
import io.onnxfi.report.figure.EstimateFigures;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.FigureFiles;
import io.onnxfi.run.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
      "From a sample of faults, each run on all images (or samples of --inputs) or on some drawn"
          + " for it. Intervals come from the spread between faults, not from the number of"
          + " inferences."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The faults must be a random sample; images may be all of them or drawn for each fault.",
      "",
      "Examples:",
      "  onnxfi estimate run1",
      "  onnxfi estimate ResNet20_FL.csv --confidence 99 --json",
      "  onnxfi estimate run1 --strata site,bit --by site,bit",
      "  onnxfi estimate run-float run-float16 run-int8 --figure by-type"
    })
final class EstimateCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "A",
      description =
          "A run directory (also of --counts critical), an outcomes CSV, a table of critical counts"
              + " or a published list; several are estimated one after the other.")
  private List<Path> sources;

  @Mixin private RateOptions rate;

  @Mixin private ByOption by;

  @Option(
      names = "--figure",
      paramLabel = "FOLDER",
      description =
          "Draw the rates by layer and by bit there, those of all sources side by side, as PNG and"
              + " SVG.")
  private Path figure;

  @Option(names = "--json", description = "Print the estimates as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Side> sides = sources.stream().flatMap(source -> Side.of(source).stream()).toList();
    Terminal terminal = Terminal.of(spec);
    sides.forEach(side -> terminal.notes(side.notes()));
    List<EstimateReport> reports =
        sides.stream().map(side -> side.estimate(rate.rate(), by.factors())).toList();
    if (json) {
      terminal.print(Json.render(reports.stream().map(EstimateReport::json).toList()));
    } else {
      reports.forEach(report -> terminal.print("\n" + report.text()));
    }
    if (figure != null) {
      draw(reports, terminal);
    }
    return ExitCode.DONE;
  }

  private void draw(List<EstimateReport> reports, Terminal terminal) {
    if (reports.size() > EstimateFigures.most()) {
      throw MalformedInputException.of(
          "--figure",
          "at most %d sides beside each other".formatted(EstimateFigures.most()),
          Integer.toString(reports.size()));
    }
    List<Figure> figures =
        Stream.of(Factor.BIT, Factor.LAYER)
            .<Figure>map(factor -> EstimateFigures.by(factor, reports))
            .toList();
    List<Path> written =
        figures.stream().flatMap(one -> FigureFiles.written(figure, one).stream()).toList();
    OutputFiles.requireApart("--figure", written, sources);
    Folders.make(figure, "--figure");
    figures.forEach(one -> FigureFiles.write(figure, one));
    terminal.remark(
        "Drawn: " + written.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
