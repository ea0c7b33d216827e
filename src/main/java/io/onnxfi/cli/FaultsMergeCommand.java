package io.onnxfi.cli;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.list.ListMerge;
import io.onnxfi.report.Figures;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults merge}: several lists as one. */
@Command(
    name = "merge",
    description = "Makes one list of several: the rows of the first, then those of the next.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A trial that several lists have is there once, with its outcomes if one of them has them;"
          + " lists that contradict each other are refused. Numbers stay, unless two lists give one"
          + " to different trials: then all are numbered anew from 0. What is random about a fault"
          + " comes from the number of its trial and the seed of the run.",
      "",
      "Examples:",
      "  onnxfi faults merge part-1.csv part-2.csv --out all.csv",
      "  onnxfi faults merge weights.csv neurons.csv --out both.csv",
      "  onnxfi faults merge L-*.csv --keep-numbers --sort --out L.csv"
    })
final class FaultsMergeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", arity = "1..*", description = "The lists.")
  private List<Path> files;

  @Option(names = "--out", paramLabel = "L.csv", required = true, description = "The new list.")
  private Path out;

  @Option(
      names = "--keep-numbers",
      description =
          "Leave numbers as they are. Refused where different trials would become one, in lists"
              + " with Model or Site.")
  private boolean keepsNumbers;

  @Option(names = "--sort", description = "Put the trials in the order of their numbers.")
  private boolean isSorted;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    NewFile.require("--out", out);
    Terminal terminal = Terminal.of(spec);
    List<FaultList> lists = files.stream().map(FaultList::read).toList();
    lists.forEach(list -> terminal.notes(list.notes()));
    ListMerge.Merged merged = ListMerge.merge(lists, keepsNumbers, isSorted);
    merged.list().write(out);
    merged.notes().forEach(note -> terminal.note(out + ": " + note));
    terminal.print(
        "%s: %s trials, %s rows of %d lists%n"
            .formatted(
                out,
                Figures.count(merged.list().trials().size()),
                Figures.count(merged.list().rows().size()),
                lists.size()));
    return ExitCode.DONE;
  }
}
