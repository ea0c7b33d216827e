package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.list.Division;
import io.onnxfi.fault.list.ListSplit;
import io.onnxfi.fault.list.ListSplit.Part;
import io.onnxfi.report.Figures;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults split}: one list as several. */
@Command(
    name = "split",
    description = "Divides a list into several, with whole trials and rows as they are.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "merge makes the list again; of parts by layer, bit, model, site or reach, with --sort.",
      "",
      "Examples:",
      "  onnxfi faults split ResNet20_FL.csv --parts 8 --out part",
      "  onnxfi faults split mixed.csv --by site --out FOLDER"
    })
final class FaultsSplitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", description = "The list.")
  private Path file;

  @Option(names = "--parts", paramLabel = "N", description = "Into N parts of as many trials.")
  private Integer parts;

  @Option(names = "--by", paramLabel = "WHAT", description = "By layer, bit, model, site or reach.")
  private String by;

  @Option(
      names = "--out",
      paramLabel = "PLACE",
      required = true,
      description = "A folder, or how the names of the parts begin.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if ((parts == null) == (by == null)) {
      throw MalformedInputException.of(
          "faults split", "--parts or --by", parts == null ? "neither" : "both");
    }
    FaultList list = FaultList.read(file);
    Terminal terminal = Terminal.of(spec);
    terminal.notes(list.notes());
    List<Part> divided =
        parts == null
            ? ListSplit.by(list, Division.named("--by", by))
            : ListSplit.intoParts(list, parts);
    List<Path> files = ListSplit.write(divided, out);
    for (int i = 0; i < files.size(); i++) {
      FaultList part = divided.get(i).list();
      terminal.print(
          "%s: %s trials, %s rows%n"
              .formatted(
                  files.get(i),
                  Figures.count(part.trials().size()),
                  Figures.count(part.rows().size())));
    }
    return ExitCode.DONE;
  }
}
