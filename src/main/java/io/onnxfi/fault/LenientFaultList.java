package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fault list as it is, sound rows and broken ones.
 *
 * @param source the file, for messages
 * @param header names of all columns
 * @param entries one per row, in the order of the file
 */
record LenientFaultList(String source, List<String> header, List<Entry> entries) {
  LenientFaultList {
    header = List.copyOf(header);
    entries = List.copyOf(entries);
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
   * Reads a list and goes on behind broken rows.
   *
   * @throws MalformedInputException if the file cannot be read, is not UTF-8, or does not begin
   *     with the columns of a fault
   */
  static LenientFaultList read(Path file) {
    String text = CsvRecords.text(file);
    String source = String.valueOf(file.getFileName());
    List<Line> lines = lines(source, text);
    if (lines.isEmpty()) {
      throw MalformedInputException.of(source, "a fault list", "an empty file");
    }
    FaultRowParser parser = new FaultRowParser(source, lines.get(0).cells);
    List<Entry> entries = new ArrayList<>();
    for (Line line : lines.subList(1, lines.size())) {
      entries.add(entry(source, parser, line));
    }
    return new LenientFaultList(source, parser.header(), entries);
  }

  /**
   * All records. A broken quote hides where the next record begins: then each line is taken for
   * one.
   */
  private static List<Line> lines(String source, String text) {
    List<Line> lines = new ArrayList<>();
    try {
      CsvRecords.read(source, text, (line, cells) -> lines.add(new Line(line, cells, "")));
      return lines;
    } catch (MalformedInputException hidden) {
      lines.clear();
    }
    for (String line : text.lines().toList()) {
      long number = lines.size() + 1L;
      try {
        String one = line.isEmpty() ? "\n" : line;
        CsvRecords.read(source, one, (n, cells) -> lines.add(new Line(number, cells, "")));
      } catch (MalformedInputException broken) {
        String found = "%s:%d: a broken quote: %s".formatted(source, number, excerpt(line));
        lines.add(new Line(number, List.of(), found));
      }
    }
    return lines;
  }

  private static Entry entry(String source, FaultRowParser parser, Line line) {
    if (!line.quoting.isEmpty()) {
      return new Broken(DefectKind.QUOTING, line.quoting);
    }
    try {
      return new Sound(parser.row(line.number, line.cells));
    } catch (MalformedInputException e) {
      DefectKind kind =
          line.cells.size() == parser.header().size() ? DefectKind.VALUES : DefectKind.COLUMNS;
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
    return line.length() <= most ? line : line.substring(0, most) + "...";
  }
}
