package io.onnxfi.cli;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.report.ComparisonReport;
import io.onnxfi.report.RunConclusion;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.FigureFiles;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.report.figure.TableFiles;
import io.onnxfi.report.page.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi report}: a finished run as a page, and as figures and tables for papers. */
@Command(
    name = "report",
    description = "Makes a self-contained HTML page of a finished run, and figures for papers.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The page opens from disk and needs no network. Figures and tables contain the numbers of the"
          + " page. The terminal shows what replay shows.",
      "",
      "Examples:",
      "  onnxfi report run1",
      "  onnxfi report run1 --out run1.html",
      "  onnxfi report run1 --figures paper/figures --tables paper/tables"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a finished run.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page (default: report.html in the folder of the run).")
  private Path out;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Also write every figure, as PNG and SVG.")
  private Path figures;

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "Also write every table and the numbers of every figure: CSV, Markdown, LaTeX.")
  private Path tables;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    RunResults results = RunResults.read(new RunDirectory(run));
    terminal.notes(
        results.sides().stream()
            .flatMap(side -> side.outcomes().notes().stream())
            .distinct()
            .toList());
    results.summaries().forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    List<ComparisonReport> comparisons =
        results.pairs().stream().map(RunResults.Pair::report).toList();
    terminal.print("\n" + new RunConclusion(results.summaries(), comparisons).text() + "\n");
    results.remarks().forEach(terminal::remark);
    List<Figure> drawn = RunFigures.of(results).all();
    Path page = out == null ? run.resolve("report.html") : out;
    requireApart(page, drawn, RunTables.of(results));
    ReportPage.write(page, results);
    terminal.print("Written to %s%n".formatted(page));
    if (figures != null) {
      makeFolder(figures);
      drawn.forEach(figure -> FigureFiles.write(figures, figure));
      terminal.print("%d figures in %s%n".formatted(drawn.size(), figures));
    }
    if (tables != null) {
      makeFolder(tables);
      List<DataTable> all =
          Stream.concat(RunTables.of(results).stream(), drawn.stream().map(Figure::table)).toList();
      all.forEach(table -> TableFiles.write(tables, table));
      terminal.print("%d tables in %s%n".formatted(all.size(), tables));
    }
    return ExitCode.DONE;
  }

  /** From the files of the run, of which some have the names of tables. */
  private void requireApart(Path page, List<Figure> drawn, List<DataTable> made) {
    List<Path> read = new RunDirectory(run).files();
    OutputFiles.requireApart("--out", List.of(page), read);
    if (figures != null) {
      OutputFiles.requireApart(
          "--figures",
          drawn.stream().flatMap(f -> FigureFiles.written(figures, f).stream()).toList(),
          read);
    }
    if (tables != null) {
      Stream<DataTable> all = Stream.concat(made.stream(), drawn.stream().map(Figure::table));
      OutputFiles.requireApart(
          "--tables", all.flatMap(t -> TableFiles.written(tables, t).stream()).toList(), read);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot create the folder %s (%s)".formatted(folder, e), "choose another one", e);
    }
  }
}
