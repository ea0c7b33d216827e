package io.onnxfi.fault.list;

import io.onnxfi.csv.Blank;
import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.FixedReach;
import io.onnxfi.fault.SiteKind;
import io.onnxfi.fault.list.AlfiColumns.Field;
import io.onnxfi.fault.list.AlfiLayers.Place;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Faults as PyTorchALFI draws them, seven fields each, in a table of their own or in its result
 * files, where a row is an image.
 *
 * <p>A field that does not apply is -1. Bits count from the most significant, the sign, so that bit
 * 0 of a float32 is bit 31 here.
 */
final class AlfiReader {
  private static final long UNUSED = -1;

  /** What says where a fault is. */
  private static final List<Field> PLACE =
      List.of(Field.LAYER, Field.FILTER, Field.CHANNEL, Field.DEPTH, Field.HEIGHT, Field.WIDTH);

  private final CsvFile file;
  private final boolean areWeights;
  private final AlfiReading reading;
  private final AlfiLayers layers;
  private final NewList faults;
  private final Set<String> assumed = new LinkedHashSet<>();
  private AlfiColumns columns;
  private boolean areNumbers;
  private List<List<Object>> previous = List.of();
  private int rows;
  private long repeated;

  private AlfiReader(CsvFile file, OnnxModel model, boolean areWeights, AlfiReading reading) {
    this.file = file;
    this.areWeights = areWeights;
    this.reading = reading;
    this.layers = new AlfiLayers(model, reading.layers());
    this.faults = new NewList(model);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedInputException naming the row that is wrong, and how
   * @throws UnsupportedInputException if faults in weights should last for an image or a batch
   */
  static FaultList read(CsvFile file, OnnxModel model, boolean areWeights, AlfiReading reading) {
    if (areWeights && reading.policy() != InjectionPolicy.PER_EPOCH) {
      throw new UnsupportedInputException(
          ("%s: faults in weights are in every inference here, not %s; leave --policy out to try"
                  + " each of them on all images")
              .formatted(file.source(), reading.policy()));
    }
    AlfiReader reader = new AlfiReader(file, model, areWeights, reading);
    reader.assumed.addAll(file.assumed());
    file.forEach(reader::record);
    return reader.faults.list(
        file.source(), List.of(file.source() + ": " + String.join("; ", reader.words())));
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(assumed);
    words.add("read as PyTorchALFI's faults in " + (areWeights ? "weights" : "neurons"));
    words.add(
        areNumbers
            ? "the last field as a number that replaces the element (--values bitflip: as a bit)"
            : "the last field as a bit, 0 the sign");
    words.add("layers counted in the order of the model (%s)".formatted(reading.layers()));
    if (!areWeights) {
      words.add(
          switch (reading.policy()) {
            case PER_IMAGE -> "each trial in one image, in the order of the data set";
            case PER_BATCH -> "each trial in one batch: replay with --batch as PyTorchALFI's";
            case PER_EPOCH -> "each fault in all images, whatever its batch field";
          });
    }
    if (repeated > 0) {
      words.add("rows that repeat the row before them, for another image: %d".formatted(repeated));
    }
    return words;
  }

  private void record(long line, List<String> cells) {
    if (columns == null) {
      List<String> names = cells.stream().map(ListForm::folded).toList();
      boolean hasHeader = AlfiColumns.isHeader(names);
      columns = hasHeader ? AlfiColumns.of(names) : AlfiColumns.bare(areWeights);
      areNumbers = reading.numbers().orElse(!columns.has(Field.BIT));
      if (hasHeader) {
        return;
      }
      assumed.add("no header line, columns taken as " + form().columns());
    }
    int size = cells.size();
    while (size > columns.width() && Blank.strip(cells.get(size - 1)).isEmpty()) {
      size--;
    }
    String where = file.source() + ":" + line;
    if (size != columns.width()) {
      throw MalformedInputException.of(
          where, columns.width() + " columns", Integer.toString(cells.size()));
    }
    row(where, cells);
  }

  private ListForm form() {
    return areWeights ? ListForm.ALFI_WEIGHTS : ListForm.ALFI_NEURONS;
  }

  private void row(String where, List<String> cells) {
    List<String> last = NumberCell.numbers(columns.cell(lastField(), cells));
    if (last.isEmpty()) {
      throw MalformedInputException.of(where, "seven fields", "none in the last");
    }
    List<List<Object>> key = new ArrayList<>();
    for (int i = 0; i < last.size(); i++) {
      key.add(List.of(fields(where, cells, i, last.size()), last.get(i)));
    }
    if (isRepetition(key)) {
      repeated++;
      return;
    }
    previous = key;
    int trial = trial(where, cells);
    for (int i = 0; i < last.size(); i++) {
      Exposure exposure = reading.policy().exposure(trial);
      faults.add(
          where, trial, fault(where, fields(where, cells, i, last.size()), last.get(i), exposure));
    }
  }

  private Field lastField() {
    return columns.has(Field.BIT) ? Field.BIT : Field.VALUE;
  }

  /** Where a fault stays, a row is written for each image that it strikes. */
  private boolean isRepetition(List<List<Object>> key) {
    return reading.policy() != InjectionPolicy.PER_IMAGE
        && !columns.has(Field.INJECTION)
        && reading.faultsPerTrial() == 1
        && key.equals(previous);
  }

  /** The number of the trial that a row belongs to. */
  private int trial(String where, List<String> cells) {
    if (columns.has(Field.INJECTION)) {
      String cell = columns.cell(Field.INJECTION, cells);
      OptionalLong number = WholeNumber.parse(cell, file.delimiter());
      if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
        throw MalformedInputException.of(where, "a whole number of a trial", Excerpt.quoted(cell));
      }
      return (int) number.getAsLong();
    }
    return rows++ / reading.faultsPerTrial();
  }

  /** Layer, filter, channel, depth, height and width of the i-th fault of a row; -1 where none. */
  private List<Long> fields(String where, List<String> cells, int i, int faultsOfRow) {
    List<Long> fields = new ArrayList<>();
    for (Field field : PLACE) {
      String cell = columns.cell(field, cells);
      if (NumberCell.isAbsent(cell)) {
        fields.add(UNUSED);
        continue;
      }
      List<String> numbers = NumberCell.numbers(cell);
      OptionalLong number =
          numbers.size() == faultsOfRow
              ? WholeNumber.parse(numbers.get(i), file.delimiter())
              : OptionalLong.empty();
      if (number.isEmpty() || number.getAsLong() < UNUSED) {
        throw MalformedInputException.of(
            where,
            "%s in field %s"
                .formatted(
                    faultsOfRow == 1
                        ? "a whole number"
                        : faultsOfRow + " whole numbers, one for each fault,",
                    field.toString().toLowerCase(Locale.ROOT)),
            Excerpt.quoted(cell));
      }
      fields.add(number.getAsLong());
    }
    return fields;
  }

  private Fault fault(String where, List<Long> fields, String last, Exposure exposure) {
    long layer = fields.get(0);
    long[] coordinates =
        fields.subList(areWeights ? 1 : 2, fields.size()).stream()
            .mapToLong(Long::longValue)
            .toArray();
    if (!areWeights && fields.get(1) != UNUSED) {
      throw MalformedInputException.of(where, "no filter for a neuron", fields.get(1).toString());
    }
    Place place =
        areWeights
            ? layers.weight(where, layer, coordinates)
            : layers.neuron(where, layer, coordinates);
    FaultModel model =
        areNumbers ? FaultModels.parse(where + ": value", "set:" + last) : new BitFlip();
    OptionalInt bit = areNumbers ? OptionalInt.empty() : bit(where, place, last);
    SiteKind kind = areWeights ? SiteKind.WEIGHT : SiteKind.ACTIVATION;
    Extent extent = new Extent(kind, FixedReach.ELEMENT, exposure);
    return new Fault(new FaultSite(place.layer(), place.index(), bit, extent), model);
  }

  private OptionalInt bit(String where, Place place, String cell) {
    int most = place.type().bits() - 1;
    OptionalLong bit = WholeNumber.parse(cell, file.delimiter());
    if (bit.isEmpty() || bit.getAsLong() < 0 || bit.getAsLong() > most) {
      throw MalformedInputException.of(
          where,
          "a bit from 0, the most significant, to %d (%s); numbers need --values number"
              .formatted(most, place.type().label()),
          Excerpt.quoted(cell));
    }
    return OptionalInt.of(most - (int) bit.getAsLong());
  }
}
