package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Takes the records of a fault list one after the other, and goes on behind broken ones. */
final class LenientRows {
  private static final int EXCERPT = 60;

  private final String source;
  private final char delimiter;
  private final Findings broken = new Findings();
  private final BitSet isBroken = new BitSet();
  private int size;

  /** Of the header; none before it is read, or if it is none. */
  private FaultColumns columns;

  private FaultRowParser parser;
  private Rows.Builder sound;

  /** Why the file is no list: then the other records do not matter. */
  private Optional<MalformedInputException> refusal = Optional.empty();

  /**
   * No rows yet.
   *
   * @param source the file, for messages
   */
  LenientRows(String source, char delimiter) {
    this.source = source;
    this.delimiter = delimiter;
  }

  /** Takes a record, the first of which is the header. */
  void add(long line, List<String> cells) {
    if (refusal.isPresent()) {
      return;
    }
    if (columns != null) {
      addRow(line, cells);
      return;
    }
    try {
      columns = FaultColumns.of(source, line, cells, delimiter);
    } catch (MalformedInputException e) {
      refusal = Optional.of(e);
      return;
    }
    parser = new FaultRowParser(source, columns, delimiter);
    sound = new Rows.Builder(columns.header());
    if (!columns.hasHeader()) {
      addRow(line, cells);
    }
  }

  /** Takes a line whose quotes hide what its record is. */
  void addUnquotable(long line, String text) {
    String evidence = "%s:%d: a broken quote: %s".formatted(source, line, excerpt(text));
    if (columns != null) {
      addBroken(DefectKind.QUOTING, evidence);
    } else if (refusal.isEmpty()) {
      refusal = Optional.of(new MalformedInputException(evidence));
    }
  }

  private void addRow(long line, List<String> cells) {
    try {
      sound.add(parser.row(line, cells));
      size++;
    } catch (MalformedInputException | UnsupportedInputException e) {
      if (isUnquotedTuple(cells)) {
        addBroken(
            DefectKind.QUOTING,
            "%s:%d: TensorIndex without quotes: %s"
                .formatted(source, line, excerpt(String.join(",", cells))));
      } else {
        DefectKind kind = cells.size() == columns.width() ? DefectKind.VALUES : DefectKind.COLUMNS;
        addBroken(kind, e.getMessage());
      }
    }
  }

  private void addBroken(DefectKind kind, String evidence) {
    broken.add(kind, size, () -> evidence);
    isBroken.set(size);
    size++;
  }

  /** Whether the third cell is the beginning of a tuple whose end is in a later cell. */
  private static boolean isUnquotedTuple(List<String> cells) {
    return cells.size() > 3
        && cells.get(2).strip().startsWith("(")
        && !cells.get(2).contains(")")
        && cells.subList(3, cells.size()).stream().anyMatch(cell -> cell.strip().endsWith(")"));
  }

  private static String excerpt(String line) {
    return Excerpt.visible(line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "...");
  }

  /**
   * What was assumed to read them, in words.
   *
   * @throws MalformedInputException if the records are no fault list
   */
  List<String> assumed() {
    requireList();
    return parser.assumed();
  }

  /**
   * The list of all rows.
   *
   * @throws MalformedInputException if the records are no fault list
   */
  LenientFaultList list(List<String> notes) {
    requireList();
    return new LenientFaultList(source, columns, sound.build(), isBroken, broken, notes);
  }

  private void requireList() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (columns == null) {
      throw MalformedInputException.of(source, FaultListReader.EXPECTED, "an empty file");
    }
  }
}
