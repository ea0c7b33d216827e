package io.onnxfi.fault;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Makes faults of the records of a list, and says what is wrong with a bad one. */
final class FaultRowParser {
  private static final int INJECTION = 0;
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final int BIT = 3;
  private static final FaultModel FLIP = new BitFlip();
  private static final String BLANKS = "spaces around cells ignored";
  private static final int MOST_INDEX_CHARACTERS = 10_000;

  /** How pandas, R and people write that there is no value. */
  private static final Set<String> ABSENT =
      Set.of("", "nan", "na", "n/a", "<na>", "null", "none", "-");

  private final String source;
  private final FaultColumns columns;
  private final char delimiter;
  private final int modelPlace;
  private final int sitePlace;

  /** Places of the outcome columns; none if the list has not all of them. */
  private final int[] outcomes;

  /** What was assumed, by column or kind: the first example stands for all. */
  private final Map<String, String> assumed = new LinkedHashMap<>();

  private final Map<String, FaultModel> models = new HashMap<>();
  private final Map<String, Extent> extents = new HashMap<>();

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
    List<String> header = columns.header();
    this.modelPlace = header.indexOf(FaultList.MODEL);
    this.sitePlace = header.indexOf(FaultList.SITE);
    this.outcomes =
        header.containsAll(FaultList.OUTCOME_COLUMNS)
            ? FaultList.OUTCOME_COLUMNS.stream().mapToInt(header::indexOf).toArray()
            : new int[0];
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
    FaultModel model = named(FLIP, cell(cells, modelPlace), text -> model(line, text));
    Extent extent = named(Extent.WEIGHT, cell(cells, sitePlace), text -> extent(line, text));
    boolean isAnywhere = !extent.reach().needsElement() && isAbsent(cells.get(INDEX));
    TensorIndex index = isAnywhere ? TensorIndex.of() : index(line, cells);
    Optional<String> several = severalBits(cells);
    if (several.isPresent()) {
      model = flips(line, model, cells.get(BIT), several.get());
    }
    OptionalInt bit =
        model.needsBit() || (several.isEmpty() && !isAbsent(cells.get(BIT)))
            ? OptionalInt.of((int) Math.min(number(line, cells, BIT), Integer.MAX_VALUE))
            : OptionalInt.empty();
    String layer = Blank.strip(cells.get(LAYER));
    if (!layer.equals(cells.get(LAYER))) {
      assumed.putIfAbsent(BLANKS, BLANKS);
    }
    cells.set(LAYER, layer);
    Optional<ImageCounts> counts = counts(line, cells);
    rows++;
    FaultSite site = new FaultSite(layer, index, bit, extent);
    return new FaultRow(line, injection, new Fault(site, model), counts, cells);
  }

  /** What a column of the new lists says; a default if there is none or its cell is blank. */
  private static <T> T named(T fallback, Optional<String> cell, Function<String, T> parse) {
    return cell.map(Blank::strip).filter(text -> !text.isEmpty()).map(parse).orElse(fallback);
  }

  private static Optional<String> cell(List<String> cells, int place) {
    return place < 0 ? Optional.empty() : Optional.of(cells.get(place));
  }

  private FaultModel model(long line, String text) {
    return models.computeIfAbsent(text, label -> FaultModels.parse(where(line), label));
  }

  private Extent extent(long line, String text) {
    return extents.computeIfAbsent(text, site -> Extent.parse(where(line), site));
  }

  private String where(long line) {
    return source + ":" + line;
  }

  private static boolean isAbsent(String cell) {
    return !isDigits(cell) && ABSENT.contains(Blank.strip(cell).toLowerCase(Locale.ROOT));
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

  /** The bits of a cell that holds several, like {@code "12,13"}, separated by commas. */
  private Optional<String> severalBits(List<String> cells) {
    String text = Blank.strip(cells.get(BIT));
    if (text.length() > MOST_INDEX_CHARACTERS || WholeNumber.parse(text, delimiter).isPresent()) {
      return Optional.empty();
    }
    return IndexNotation.read(text.replace(';', ','))
        .filter(bits -> bits.rank() > 1)
        .map(
            bits ->
                LongStream.of(bits.coordinates())
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(",")));
  }

  /** The fault model of a row with several bits: all of them are flipped at once. */
  private FaultModel flips(long line, FaultModel model, String cell, String bits) {
    if (!model.equals(FLIP)) {
      throw new UnsupportedInputException(
          "%s: several bits in one row (%s) can be flipped only, not be %s; give each bit its own"
                  .formatted(where(line), Excerpt.quoted(cell), model.label())
              + " row with the same Injection number");
    }
    assumed.computeIfAbsent(
        "Bits", kind -> "several bits like %s read as flipped at once".formatted(Excerpt.of(cell)));
    return model(line, "flip:" + bits);
  }

  private Optional<ImageCounts> counts(long line, List<String> cells) {
    if (outcomes.length == 0) {
      return Optional.empty();
    }
    int absent = 0;
    for (int place : outcomes) {
      absent += isAbsent(cells.get(place)) ? 1 : 0;
    }
    if (absent == outcomes.length) {
      withoutOutcomes++;
      return Optional.empty();
    }
    long[] counts = new long[outcomes.length];
    for (int i = 0; i < outcomes.length; i++) {
      counts[i] = number(line, cells, outcomes[i]);
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
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private MalformedInputException malformed(long line, String expected, String found) {
    return MalformedInputException.of(where(line), expected, found);
  }
}
