package io.onnxfi.fault;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes faults of the records of a list, and says what is wrong with a bad one. */
final class FaultRowParser {
  private static final int INJECTION = 0;
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final int BIT = 3;
  private static final String BLANKS = "spaces around cells ignored";
  private static final int MOST_INDEX_CHARACTERS = 10_000;

  /** How pandas, R and people write that there is no value. */
  private static final Set<String> ABSENT =
      Set.of("", "nan", "na", "n/a", "<na>", "null", "none", "-");

  private final String source;
  private final FaultColumns columns;
  private final char delimiter;

  /** What was assumed, by column or kind: the first example stands for all. */
  private final Map<String, String> assumed = new LinkedHashMap<>();

  private long rows;
  private long withoutOutcomes;

  /**
   * A parser for the rows under a header.
   *
   * @param source the file, for messages
   * @param delimiter of the file
   */
  FaultRowParser(String source, FaultColumns columns, char delimiter) {
    this.source = source;
    this.columns = columns;
    this.delimiter = delimiter;
  }

  List<String> header() {
    return columns.header();
  }

  /** What was assumed so far, in words. */
  List<String> assumed() {
    List<String> all = new ArrayList<>(columns.assumed());
    all.addAll(assumed.values());
    if (withoutOutcomes > 0) {
      all.add("%d of %d rows without outcomes".formatted(withoutOutcomes, rows));
    }
    return all;
  }

  /**
   * The fault of a record.
   *
   * @throws MalformedInputException naming line and column
   */
  FaultRow row(long line, List<String> record) {
    List<String> cells = arranged(line, record);
    long injection = number(line, cells, INJECTION);
    TensorIndex index = index(line, cells);
    int bit = (int) Math.min(bit(line, cells), Integer.MAX_VALUE);
    String layer = Blank.strip(cells.get(LAYER));
    if (!layer.equals(cells.get(LAYER))) {
      cells.set(LAYER, layer);
      assumed.putIfAbsent(BLANKS, BLANKS);
    }
    Optional<ImageCounts> counts = counts(line, cells);
    rows++;
    Trial trial = Trial.listed(injection, new FaultSite(layer, index, bit));
    return new FaultRow(line, trial, counts, cells);
  }

  /** The cells in the order of the header; blank ones behind the last column do not count. */
  private List<String> arranged(long line, List<String> record) {
    int size = record.size();
    while (size > columns.width() && Blank.strip(record.get(size - 1)).isEmpty()) {
      size--;
    }
    if (size != columns.width()) {
      throw malformed(line, columns.width() + " columns", Integer.toString(record.size()));
    }
    if (size < record.size()) {
      assumed.putIfAbsent("", "empty columns at the end ignored");
    }
    List<String> cells = new ArrayList<>();
    columns.places().forEach(place -> cells.add(record.get(place)));
    return cells;
  }

  private TensorIndex index(long line, List<String> cells) {
    String text = cells.get(INDEX);
    Optional<TensorIndex> tuple = TensorIndex.parse(text);
    if (tuple.isPresent()) {
      return tuple.get();
    }
    boolean isShort = text.length() <= MOST_INDEX_CHARACTERS;
    Optional<TensorIndex> other = isShort ? IndexNotation.read(text) : Optional.empty();
    TensorIndex index =
        other.orElseThrow(
            () ->
                isShort && IndexNotation.isNegative(text)
                    ? malformed(
                        line,
                        "a TensorIndex that counts from 0 (not from the end, like Python's negative"
                            + " indices)",
                        Excerpt.quoted(text))
                    : malformed(line, "TensorIndex like (3, 0, 2, 1)", Excerpt.quoted(text)));
    cells.set(INDEX, index.toString());
    assumed.computeIfAbsent(
        "TensorIndex", kind -> "%s like %s read as %s".formatted(kind, Excerpt.of(text), index));
    return index;
  }

  private long bit(long line, List<String> cells) {
    String text = Blank.strip(cells.get(BIT));
    boolean isList =
        text.length() <= MOST_INDEX_CHARACTERS
            && IndexNotation.read(text.replace(';', ','))
                .filter(bits -> bits.rank() > 1)
                .isPresent();
    if (isList && WholeNumber.parse(text, delimiter).isEmpty()) {
      throw new UnsupportedInputException(
          "%s:%d: several bits in one row (%s) are not supported; give each bit its own row"
              .formatted(source, line, Excerpt.quoted(text)));
    }
    return number(line, cells, BIT);
  }

  private Optional<ImageCounts> counts(long line, List<String> cells) {
    List<String> header = columns.header();
    if (!header.containsAll(FaultList.OUTCOME_COLUMNS)) {
      return Optional.empty();
    }
    int[] places = FaultList.OUTCOME_COLUMNS.stream().mapToInt(header::indexOf).toArray();
    int absent = 0;
    for (int place : places) {
      String text = Blank.strip(cells.get(place)).toLowerCase(Locale.ROOT);
      absent += ABSENT.contains(text) ? 1 : 0;
    }
    if (absent == places.length) {
      withoutOutcomes++;
      return Optional.empty();
    }
    long[] counts = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      counts[i] = number(line, cells, places[i]);
    }
    return Optional.of(new ImageCounts(counts[0], counts[1], counts[2], counts[3]));
  }

  /** The number in a cell, which is written anew if it is not in the published form. */
  private long number(long line, List<String> cells, int column) {
    String text = cells.get(column);
    OptionalLong number = WholeNumber.parse(text, delimiter);
    if (number.isEmpty() || number.getAsLong() < 0) {
      throw malformed(
          line, "a whole number in column " + columns.header().get(column), Excerpt.quoted(text));
    }
    if (!isDigits(text)) {
      if (isDigits(Blank.strip(text))) {
        assumed.putIfAbsent(BLANKS, BLANKS);
      } else {
        assumed.computeIfAbsent(
            columns.header().get(column),
            name -> "%s like %s read as %d".formatted(name, Excerpt.of(text), number.getAsLong()));
      }
      cells.set(column, Long.toString(number.getAsLong()));
    }
    return number.getAsLong();
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private MalformedInputException malformed(long line, String expected, String found) {
    return MalformedInputException.of(source + ":" + line, expected, found);
  }
}
