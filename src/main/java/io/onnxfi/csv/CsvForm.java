package io.onnxfi.csv;

import io.onnxfi.file.FreshFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the published files differ in, apart from their content.
 *
 * <p>Cells are written as they are, also those that a spreadsheet would take for a formula ({@code
 * =}, {@code +}, {@code -}, {@code @} at the start of a layer's name): the published format has no
 * mark for text. The tables for people, which {@code --tables} writes, put an apostrophe there.
 *
 * @param lineEnd {@code \n} or {@code \r\n}
 * @param endsWithNewline whether the last line is terminated
 */
public record CsvForm(String lineEnd, boolean endsWithNewline) {
  /** How OnnxFI writes its own files. */
  public static final CsvForm STANDARD = new CsvForm("\n", true);

  /** The form of a text. */
  public static CsvForm of(String text) {
    return new CsvForm(text.contains("\r\n") ? "\r\n" : "\n", text.endsWith("\n"));
  }

  /**
   * Header and rows as text, with quotes where Python's csv module, which wrote the published
   * files, puts them. Commons CSV would also quote leading and trailing blanks and signs below
   * {@code $}.
   */
  public String render(List<String> header, Iterable<? extends List<String>> rows) {
    StringBuilder text = new StringBuilder();
    render(header, rows, text::append);
    return text.toString();
  }

  /** The same in pieces, one after the other. */
  private <E extends Exception> void render(
      List<String> header, Iterable<? extends List<String>> rows, Piecewise<E> text) throws E {
    text.append(line(header));
    for (List<String> row : rows) {
      text.append(lineEnd);
      text.append(line(row));
    }
    if (endsWithNewline) {
      text.append(lineEnd);
    }
  }

  /** Takes a text piece by piece. */
  @FunctionalInterface
  private interface Piecewise<E extends Exception> {
    void append(String piece) throws E;
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CsvForm::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String cell) {
    boolean needsQuotes = false;
    for (int i = 0; i < cell.length() && !needsQuotes; i++) {
      needsQuotes = ",\"\r\n".indexOf(cell.charAt(i)) >= 0;
    }
    return needsQuotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** Writes header and rows, of which one at a time is asked for, to a file: all or nothing. */
  public void write(Path file, List<String> header, Iterable<? extends List<String>> rows) {
    FreshFile.write(file, out -> render(header, rows, out::write));
  }
}
