package io.onnxfi.csv;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV of a user, in whatever form spreadsheets, pandas and editors leave it.
 *
 * <p>Read are UTF-8, UTF-16 and Windows-1252; columns separated by commas, semicolons, tabs or
 * {@code |}; gzip, and zip with one file; Excel's {@code sep=;}. Blank lines and lines that begin
 * with {@code #} are passed over. What was assumed is in {@link #assumed}.
 */
public final class CsvFile {
  private static final char CTRL_Z = '\u001a';
  private static final String SEPARATOR = "sep=";

  private final String source;
  private final String text;
  private final CsvDialect dialect;
  private final List<String> assumed;

  /** Lines in front of the text: Excel's {@code sep=;}. */
  private final int linesBefore;

  private CsvFile(
      String source, String text, CsvDialect dialect, List<String> assumed, int linesBefore) {
    this.source = source;
    this.text = text;
    this.dialect = dialect;
    this.assumed = List.copyOf(assumed);
    this.linesBefore = linesBefore;
  }

  /** Takes one record after the other. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * The next record.
     *
     * @param line of the file it ends on, from 1
     * @param cells column by column
     */
    void record(long line, List<String> cells);
  }

  /**
   * Reads a file.
   *
   * @param source how messages call it
   * @param expected what it should be, for example {@code a fault list}
   * @throws MalformedInputException if it cannot be read or is no text
   */
  public static CsvFile read(Path file, String source, String expected) {
    CsvText decoded = CsvText.read(file, expected);
    List<String> assumed = new ArrayList<>(decoded.assumed());
    String text = decoded.text();
    int lastVisible = text.length();
    while (lastVisible > 0
        && text.charAt(lastVisible - 1) <= ' '
        && text.charAt(lastVisible - 1) != CTRL_Z) {
      lastVisible--;
    }
    if (lastVisible > 0 && text.charAt(lastVisible - 1) == CTRL_Z) {
      text = text.substring(0, lastVisible - 1);
      assumed.add("Ctrl-Z at the end ignored");
    }
    int linesBefore = 0;
    if (text.length() > SEPARATOR.length()
        && text.substring(0, SEPARATOR.length()).toLowerCase(Locale.ROOT).equals(SEPARATOR)
        && Blank.strip(text.lines().findFirst().orElse("")).length() <= SEPARATOR.length() + 1) {
      text = text.substring(text.lines().findFirst().orElse("").length());
      text =
          text.startsWith("\r\n") ? text.substring(2) : text.substring(Math.min(1, text.length()));
      linesBefore = 1;
      assumed.add("first line 'sep=' ignored");
    }
    CsvDialect dialect = CsvDialect.of(text);
    assumed.addAll(dialect.assumed());
    return new CsvFile(source, text, dialect, assumed, linesBefore);
  }

  /** The file, for messages. */
  public String source() {
    return source;
  }

  /** What stands between columns. */
  public char delimiter() {
    return dialect.delimiter();
  }

  /** What is not as in the published files and was taken for granted, in words. */
  public List<String> assumed() {
    return assumed;
  }

  /** Line ends, to write the same again. */
  public CsvForm form() {
    return CsvForm.of(text);
  }

  /**
   * Gives all records, the header included, to {@code consumer}.
   *
   * @throws MalformedInputException at the first record with a broken quote, behind those before it
   */
  public void forEach(Consumer consumer) {
    parse(text, linesBefore, consumer);
  }

  /**
   * The first records, the header included, of a file whose first lines are one record each.
   *
   * @throws MalformedInputException if one of them has a broken quote
   */
  public List<List<String>> first(int count) {
    List<List<String>> records = new ArrayList<>();
    Iterator<String> lines = text.lines().iterator();
    for (int i = 0; lines.hasNext() && records.size() < count; i++) {
      parseLine(i, lines.next(), (line, cells) -> records.add(cells));
    }
    return records;
  }

  /** The text line by line, for a file whose quotes hide where records begin. */
  public Stream<String> lines() {
    return text.lines();
  }

  /**
   * As {@link #forEach}, of one of {@link #lines}.
   *
   * @param index of the line, from 0
   */
  public void parseLine(int index, String line, Consumer consumer) {
    parse(line, lineNumber(index) - 1, consumer);
  }

  /** The number in the file, from 1, of one of {@link #lines}. */
  public long lineNumber(int index) {
    return index + linesBefore + 1L;
  }

  private void parse(String part, long before, Consumer consumer) {
    boolean isTerminated = part.endsWith("\n") || part.endsWith("\r");
    long previous = 0;
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(dialect.delimiter())
            .setIgnoreSurroundingSpaces(dialect.isPadded())
            .setIgnoreEmptyLines(false)
            .setCommentMarker('#')
            .get();
    long line = 0;
    try (CSVParser parser = CSVParser.parse(part, format)) {
      for (CSVRecord record : parser) {
        line = parser.getCurrentLineNumber();
        // The parser counts line ends, and the last line may have none.
        if (!isTerminated && line == previous) {
          line++;
        }
        previous = line;
        List<String> cells = record.toList();
        if (!isBlank(cells)) {
          consumer.record(before + line, cells);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Commons CSV reports a broken quote this way, wrapped when it comes from the iterator.
      throw new MalformedInputException(
          "%s:%d: expected a complete CSV row, found %s"
              .formatted(source, before + line + 1, Excerpt.of(reason(e))),
          e);
    }
  }

  private static boolean isBlank(List<String> cells) {
    for (String cell : cells) {
      if (!Blank.strip(cell).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
