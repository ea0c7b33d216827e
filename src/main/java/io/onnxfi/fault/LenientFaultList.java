package io.onnxfi.fault;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fault list as it is, sound rows and broken ones.
 *
 * @param source the file, for messages
 * @param header names of all columns
 * @param twice names that several columns have
 * @param notes what was assumed, as {@link FaultList#notes}
 * @param entries one per row, in the order of the file
 */
record LenientFaultList(
    String source,
    List<String> header,
    Set<String> twice,
    List<Entry> entries,
    List<String> notes) {
  LenientFaultList {
    header = List.copyOf(header);
    twice = Set.copyOf(twice);
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
  }

  /** A row of the list. */
  sealed interface Entry permits Sound, Broken {}

  /** A row that names a fault. */
  record Sound(FaultRow row) implements Entry {}

  /**
   * A row that names none.
   *
   * @param kind what is wrong
   * @param evidence the same in words, with file and line
   */
  record Broken(DefectKind kind, String evidence) implements Entry {}

  /** The rows that name faults. */
  List<FaultRow> sound() {
    return entries.stream()
        .flatMap(entry -> entry instanceof Sound sound ? Stream.of(sound.row) : Stream.empty())
        .toList();
  }

  /** A record of the file, with the problem if its quotes are broken. */
  private record Line(long number, List<String> cells, String quoting) {}

  /**
   * Reads a list and continues after broken rows.
   *
   * @throws MalformedInputException if the file cannot be read, is not UTF-8, or does not begin
   *     with the columns of a fault
   */
  static LenientFaultList read(Path path) {
    CsvFile file = CsvFile.read(path, String.valueOf(path.getFileName()), FaultListReader.EXPECTED);
    String source = file.source();
    List<Line> lines = lines(file);
    if (lines.isEmpty()) {
      throw MalformedInputException.of(source, FaultListReader.EXPECTED, "an empty file");
    }
    Line first = lines.get(0);
    if (!first.quoting.isEmpty()) {
      throw new MalformedInputException(first.quoting);
    }
    FaultColumns columns = FaultColumns.of(source, first.number, first.cells, file.delimiter());
    FaultRowParser parser = new FaultRowParser(source, columns, file.delimiter());
    List<Entry> entries = new ArrayList<>();
    for (Line line : columns.hasHeader() ? lines.subList(1, lines.size()) : lines) {
      entries.add(entry(source, parser, columns.width(), line));
    }
    Set<String> assumed = new LinkedHashSet<>(file.assumed());
    assumed.addAll(parser.assumed());
    return new LenientFaultList(
        source, parser.header(), columns.twice(), entries, FaultListReader.notes(source, assumed));
  }

  /**
   * All records. A broken quote hides where the next record begins: then each line is taken for
   * one.
   */
  private static List<Line> lines(CsvFile file) {
    List<Line> lines = new ArrayList<>();
    try {
      file.forEach((line, cells) -> lines.add(new Line(line, cells, "")));
      return lines;
    } catch (MalformedInputException hidden) {
      lines.clear();
    }
    List<String> texts = file.lines();
    for (int i = 0; i < texts.size(); i++) {
      try {
        file.parseLine(i, texts.get(i), (line, cells) -> lines.add(new Line(line, cells, "")));
      } catch (MalformedInputException broken) {
        long number = file.lineNumber(i);
        String found =
            "%s:%d: a broken quote: %s".formatted(file.source(), number, excerpt(texts.get(i)));
        lines.add(new Line(number, List.of(), found));
      }
    }
    return lines;
  }

  private static Entry entry(String source, FaultRowParser parser, int width, Line line) {
    if (!line.quoting.isEmpty()) {
      return new Broken(DefectKind.QUOTING, line.quoting);
    }
    try {
      return new Sound(parser.row(line.number, line.cells));
    } catch (MalformedInputException | UnsupportedInputException e) {
      DefectKind kind = line.cells.size() == width ? DefectKind.VALUES : DefectKind.COLUMNS;
      return isUnquotedTuple(line.cells)
          ? new Broken(
              DefectKind.QUOTING,
              "%s:%d: TensorIndex without quotes: %s"
                  .formatted(source, line.number, excerpt(String.join(",", line.cells))))
          : new Broken(kind, e.getMessage());
    }
  }

  /** Whether the third cell is the beginning of a tuple whose end is in a later cell. */
  private static boolean isUnquotedTuple(List<String> cells) {
    return cells.size() > 3
        && cells.get(2).strip().startsWith("(")
        && !cells.get(2).contains(")")
        && cells.subList(3, cells.size()).stream().anyMatch(cell -> cell.strip().endsWith(")"));
  }

  private static String excerpt(String line) {
    int most = 60;
    return Excerpt.visible(line.length() <= most ? line : line.substring(0, most) + "...");
  }
}
