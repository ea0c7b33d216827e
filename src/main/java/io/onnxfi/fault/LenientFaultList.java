package io.onnxfi.fault;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.error.MalformedInputException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A fault list as it is, sound rows and broken ones. */
final class LenientFaultList {
  private final String source;
  private final FaultColumns columns;
  private final Rows sound;
  private final int[] positions;
  private final int size;
  private final Findings broken;
  private final List<String> notes;

  LenientFaultList(
      String source,
      FaultColumns columns,
      Rows sound,
      BitSet isBroken,
      Findings broken,
      List<String> notes) {
    this.source = source;
    this.columns = columns;
    this.sound = sound;
    this.size = sound.size() + isBroken.cardinality();
    this.positions = new int[sound.size()];
    int position = -1;
    for (int place = 0; place < positions.length; place++) {
      position = isBroken.nextClearBit(position + 1);
      positions[place] = position;
    }
    this.broken = broken;
    this.notes = List.copyOf(notes);
  }

  /**
   * Reads a list and continues after broken rows.
   *
   * @throws MalformedInputException if the file cannot be read, is not UTF-8, or does not begin
   *     with the columns of a fault
   */
  static LenientFaultList read(Path path) {
    CsvFile file = CsvFile.read(path, String.valueOf(path.getFileName()), FaultListReader.EXPECTED);
    LenientRows rows = rows(file);
    Set<String> assumed = new LinkedHashSet<>(file.assumed());
    assumed.addAll(rows.assumed());
    return rows.list(FaultListReader.notes(file.source(), assumed));
  }

  /**
   * All records. A broken quote hides where the next record begins: then each line is taken for
   * one.
   */
  private static LenientRows rows(CsvFile file) {
    LenientRows records = new LenientRows(file.source(), file.delimiter());
    try {
      file.forEach(records::add);
      return records;
    } catch (MalformedInputException hidden) {
      return lines(file);
    }
  }

  private static LenientRows lines(CsvFile file) {
    LenientRows lines = new LenientRows(file.source(), file.delimiter());
    int index = 0;
    for (String text : (Iterable<String>) file.lines()::iterator) {
      try {
        file.parseLine(index, text, lines::add);
      } catch (MalformedInputException broken) {
        lines.addUnquotable(file.lineNumber(index), text);
      }
      index++;
    }
    return lines;
  }

  /** The file, for messages. */
  String source() {
    return source;
  }

  /** Names of all columns. */
  List<String> header() {
    return columns.header();
  }

  /** Names that several columns have. */
  Set<String> twice() {
    return columns.twice();
  }

  /** How many rows there are. */
  int size() {
    return size;
  }

  /** The rows that name faults. */
  Rows sound() {
    return sound;
  }

  /** Where one of the sound rows stands among all. */
  int position(int place) {
    return positions[place];
  }

  /** The rows that name none, and why. */
  Findings broken() {
    return broken;
  }

  /** What was assumed, as {@link FaultList#notes}. */
  List<String> notes() {
    return notes;
  }
}
