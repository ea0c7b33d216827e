package io.onnxfi.report.page;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.Factor;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.FigureFiles;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.report.figure.TableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the report of a run goes.
 *
 * @param page the HTML page
 * @param figures folder for every figure, as PNG and SVG, if they are wanted
 * @param tables folder for every table and the numbers of every figure, as CSV, Markdown and LaTeX,
 *     if they are wanted
 * @param by two factors whose levels are set against each other, besides those that always are;
 *     none or two
 */
public record ReportFiles(
    Path page, Optional<Path> figures, Optional<Path> tables, List<Factor> by) {
  /** The page, as it is called in the folder of the run. */
  public static final String PAGE = "report.html";

  /** Checks that nothing is missing. */
  public ReportFiles {
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(tables, "tables");
    by = List.copyOf(by);
  }

  /**
   * Writes all of them; the same run gives the same bytes.
   *
   * @return what was written where, a line each
   * @throws io.onnxfi.error.OnnxFiException if one would overwrite a file of the run, before any is
   *     written, or cannot be written
   */
  public List<String> write(RunResults run, RunDirectory directory) {
    List<Figure> drawn = RunFigures.of(run, by).all();
    List<DataTable> all =
        Stream.concat(RunTables.of(run).stream(), drawn.stream().map(Figure::table)).toList();
    requireApart(drawn, all, directory.files());
    List<String> written = new ArrayList<>();
    ReportPage.write(page, run, by);
    written.add("Written to " + page);
    figures.ifPresent(
        folder -> {
          make(folder);
          drawn.forEach(figure -> FigureFiles.write(folder, figure));
          written.add("%d figures in %s".formatted(drawn.size(), folder));
        });
    tables.ifPresent(
        folder -> {
          make(folder);
          all.forEach(table -> TableFiles.write(folder, table));
          written.add("%d tables in %s".formatted(all.size(), folder));
        });
    return written;
  }

  /** From the files of the run, of which some have the names of tables. */
  private void requireApart(List<Figure> drawn, List<DataTable> all, List<Path> read) {
    OutputFiles.requireApart("--out", List.of(page), read);
    figures.ifPresent(
        folder ->
            OutputFiles.requireApart(
                "--figures",
                drawn.stream().flatMap(f -> FigureFiles.written(folder, f).stream()).toList(),
                read));
    tables.ifPresent(
        folder ->
            OutputFiles.requireApart(
                "--tables",
                all.stream().flatMap(t -> TableFiles.written(folder, t).stream()).toList(),
                read));
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot create the folder %s (%s)".formatted(folder, e), "choose another one", e);
    }
  }
}
