package io.onnxfi.fault;

import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * What the published files differ in, apart from their content.
 *
 * @param lineEnd {@code \n} or {@code \r\n}
 * @param endsWithNewline whether the last line is terminated
 */
public record CsvForm(String lineEnd, boolean endsWithNewline) {
  /** How OnnxFI writes its own files. */
  public static final CsvForm STANDARD = new CsvForm("\n", true);

  /** Fields are quoted only where they must be, as Python's csv module does. */
  static CSVFormat format(String lineEnd) {
    return CSVFormat.DEFAULT
        .builder()
        .setRecordSeparator(lineEnd)
        .setQuoteMode(QuoteMode.MINIMAL)
        .setIgnoreEmptyLines(false)
        .get();
  }

  /** The form of a text. */
  static CsvForm of(String text) {
    return new CsvForm(text.contains("\r\n") ? "\r\n" : "\n", text.endsWith("\n"));
  }

  /** Header and rows as text. */
  public String render(List<String> header, List<? extends List<String>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, format(lineEnd))) {
      printer.printRecord(header);
      for (List<String> row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be written", e);
    }
    if (!endsWithNewline) {
      text.setLength(text.length() - lineEnd.length());
    }
    return text.toString();
  }

  /** Writes header and rows to a file. */
  public void write(Path file, List<String> header, List<? extends List<String>> rows) {
    try {
      Files.writeString(file, render(header, rows), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    }
  }
}
