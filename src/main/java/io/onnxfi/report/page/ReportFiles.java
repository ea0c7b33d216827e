package io.onnxfi.report.page;

import io.onnxfi.file.Folders;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.FigureFiles;
import io.onnxfi.report.figure.PngFile;
import io.onnxfi.report.figure.TableFiles;
import io.onnxfi.report.figure.WeightMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a page, its figures and its tables go.
 *
 * @param page the HTML page
 * @param figures folder for every figure, as PNG and SVG, and every picture of a layer, as PNG with
 *     a pixel for each cell, if they are wanted
 * @param tables folder for every table and the numbers of every figure, as CSV, Markdown and LaTeX,
 *     if they are wanted
 */
public record ReportFiles(Path page, Optional<Path> figures, Optional<Path> tables) {
  /** The page, as it is called in the folder of a run. */
  public static final String PAGE = "report.html";

  /** Checks that nothing is missing. */
  public ReportFiles {
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(tables, "tables");
  }

  /**
   * Writes all of them; the same page gives the same bytes.
   *
   * @param read the files that the page was made of
   * @return what was written where, a line each
   * @throws io.onnxfi.error.OnnxFiException if one would overwrite a file that was read, before any
   *     is written, or cannot be written
   */
  public List<String> write(Page content, Collection<Path> read) {
    List<Figure> drawn = content.figures();
    List<DataTable> all =
        Stream.concat(content.tables().stream(), drawn.stream().map(Figure::table)).toList();
    requireApart(drawn, content.pictures(), all, read);
    List<String> written = new ArrayList<>();
    FreshFile.write(page, content.html());
    written.add("Written to " + page);
    figures.ifPresent(
        folder -> {
          Folders.make(folder, "--figures");
          drawn.forEach(figure -> FigureFiles.write(folder, figure));
          content
              .pictures()
              .forEach(map -> FreshFile.write(picture(folder, map), PngFile.bytes(map.picture())));
          written.add(
              "%d figures in %s".formatted(drawn.size() + content.pictures().size(), folder));
        });
    tables.ifPresent(
        folder -> {
          Folders.make(folder, "--tables");
          all.forEach(table -> TableFiles.write(folder, table));
          written.add("%d tables in %s".formatted(all.size(), folder));
        });
    return written;
  }

  private static Path picture(Path folder, WeightMap map) {
    return folder.resolve(map.name() + ".png");
  }

  /** From the files that were read, of which some have the names of tables. */
  private void requireApart(
      List<Figure> drawn, List<WeightMap> pictures, List<DataTable> all, Collection<Path> read) {
    OutputFiles.requireApart("--out", List.of(page), read);
    figures.ifPresent(
        folder ->
            OutputFiles.requireApart(
                "--figures",
                Stream.concat(
                        drawn.stream().flatMap(f -> FigureFiles.written(folder, f).stream()),
                        pictures.stream().map(map -> picture(folder, map)))
                    .toList(),
                read));
    tables.ifPresent(
        folder ->
            OutputFiles.requireApart(
                "--tables",
                all.stream().flatMap(t -> TableFiles.written(folder, t).stream()).toList(),
                read));
  }
}
