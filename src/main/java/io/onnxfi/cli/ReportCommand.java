package io.onnxfi.cli;

import io.onnxfi.fault.Factor;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.CriticalResults;
import io.onnxfi.report.Figures;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.ParquetDataset;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.CriticalTables;
import io.onnxfi.report.page.CriticalPage;
import io.onnxfi.report.page.Page;
import io.onnxfi.report.page.ReportFiles;
import io.onnxfi.report.page.ReportPage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  onnxfi report run1 --by site,layer",
      "  onnxfi report run1 --figures paper/figures --tables paper/tables",
      "  onnxfi report run1 --parquet run1-parquet"
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

  @Option(
      names = "--parquet",
      paramLabel = "DIR",
      description =
          "Also write the outcomes as a data set in Parquet, in a new folder, by backend and layer:"
              + " for Spark, DuckDB and pandas.")
  private Path parquet;

  @Mixin private ByOption by;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Factor> factors = by.factors();
    Terminal terminal = Terminal.of(spec);
    RunDirectory directory = new RunDirectory(run);
    Page page = directory.countsCritical() ? critical(directory, factors) : all(directory, factors);
    ReportFiles files =
        new ReportFiles(
            out == null ? run.resolve(ReportFiles.PAGE) : out,
            Optional.ofNullable(figures),
            Optional.ofNullable(tables));
    files.write(page, directory.files()).forEach(line -> terminal.print(line + "\n"));
    if (parquet != null) {
      int parts = new ParquetDataset(parquet).write(outcomes(directory));
      terminal.print("%s: %s files in Parquet%n".formatted(parquet, Figures.count(parts)));
    }
    return ExitCode.DONE;
  }

  private static Map<String, FaultList> outcomes(RunDirectory directory) {
    Map<String, FaultList> tables = new LinkedHashMap<>();
    for (String backend : Manifest.read(directory).neededNames("backends")) {
      tables.put(
          backend,
          FaultList.read(
              directory.countsCritical()
                  ? directory.critical(backend)
                  : directory.outcomes(backend)));
    }
    return tables;
  }

  private Page critical(RunDirectory directory, List<Factor> factors) {
    Terminal terminal = Terminal.of(spec);
    CriticalResults results = CriticalResults.read(directory);
    terminal.notes(results.run().notes());
    terminal.print("\n" + CriticalTables.pairs(results).render());
    results.run().remarks().forEach(terminal::remark);
    for (RunResults.Pair pair : results.run().pairs()) {
      terminal.print(
          "\n%s%n %s%n %s%n"
              .formatted(pair.title(), pair.report().withinTolerance(), pair.report().verdict()));
    }
    terminal.print("\n");
    return new CriticalPage(results, factors);
  }

  private Page all(RunDirectory directory, List<Factor> factors) {
    Terminal terminal = Terminal.of(spec);
    RunResults results = RunResults.read(directory);
    terminal.notes(results.notes());
    results.summaries().forEach(backend -> backend.crashed().ifPresent(terminal::remark));
    terminal.print("\n" + results.conclusion().text() + "\n");
    results.remarks().forEach(terminal::remark);
    return new ReportPage(results, factors);
  }
}
