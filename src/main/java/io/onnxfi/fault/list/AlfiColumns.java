package io.onnxfi.fault.list;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where PyTorchALFI's seven fields stand in a table: by their names, also those of its result files
 * ({@code layer, channel_in, channel_out, 3D channel, height, width, bit}, where {@code channel_in}
 * is the filter of a fault in a weight and empty for a neuron).
 *
 * @param places of the fields that there are
 * @param width columns of the table
 * @param hasHeader whether the first record is one
 */
record AlfiColumns(Map<Field, Integer> places, int width, boolean hasHeader) {
  /** Fields of a fault. */
  static final int FIELDS = 7;

  /** A field of a fault. */
  enum Field {
    /** Number of the trial, which PyTorchALFI does not write. */
    INJECTION,
    BATCH,
    LAYER,
    FILTER,
    CHANNEL,
    DEPTH,
    HEIGHT,
    WIDTH,
    /** Position of the bit, 0 is the most significant. */
    BIT,
    VALUE
  }

  /** What columns may be called, in lower case. */
  private static final Map<String, Field> NAMES =
      Map.ofEntries(
          Map.entry("injection", Field.INJECTION),
          Map.entry("trial", Field.INJECTION),
          Map.entry("batch", Field.BATCH),
          Map.entry("batchnumber", Field.BATCH),
          Map.entry("layer", Field.LAYER),
          Map.entry("conv_num", Field.LAYER),
          Map.entry("filter", Field.FILTER),
          Map.entry("k", Field.FILTER),
          Map.entry("channel_in", Field.FILTER),
          Map.entry("channel", Field.CHANNEL),
          Map.entry("c", Field.CHANNEL),
          Map.entry("channel_out", Field.CHANNEL),
          Map.entry("depth", Field.DEPTH),
          Map.entry("d", Field.DEPTH),
          Map.entry("3d channel", Field.DEPTH),
          Map.entry("height", Field.HEIGHT),
          Map.entry("h", Field.HEIGHT),
          Map.entry("width", Field.WIDTH),
          Map.entry("w", Field.WIDTH),
          Map.entry("bit", Field.BIT),
          Map.entry("value", Field.VALUE));

  private static final List<Field> NEURON =
      List.of(
          Field.BATCH,
          Field.LAYER,
          Field.CHANNEL,
          Field.DEPTH,
          Field.HEIGHT,
          Field.WIDTH,
          Field.BIT);
  private static final List<Field> WEIGHT =
      List.of(
          Field.LAYER,
          Field.FILTER,
          Field.CHANNEL,
          Field.DEPTH,
          Field.HEIGHT,
          Field.WIDTH,
          Field.BIT);

  AlfiColumns {
    places = Map.copyOf(places);
  }

  /** Whether these names, in lower case, are a header. */
  static boolean isHeader(List<String> names) {
    AlfiColumns columns = of(names);
    return columns.has(Field.LAYER)
        && columns.has(Field.WIDTH)
        && (columns.has(Field.BIT) || columns.has(Field.VALUE));
  }

  /** The columns of a header in lower case. */
  static AlfiColumns of(List<String> names) {
    Map<Field, Integer> places = new EnumMap<>(Field.class);
    for (int place = 0; place < names.size(); place++) {
      Field field = NAMES.get(names.get(place));
      if (field != null) {
        places.putIfAbsent(field, place);
      }
    }
    return new AlfiColumns(places, names.size(), true);
  }

  /** The seven fields in their order, of a table without header. */
  static AlfiColumns bare(boolean areWeights) {
    Map<Field, Integer> places = new EnumMap<>(Field.class);
    List<Field> fields = areWeights ? WEIGHT : NEURON;
    for (int place = 0; place < FIELDS; place++) {
      places.put(fields.get(place), place);
    }
    return new AlfiColumns(places, FIELDS, false);
  }

  boolean has(Field field) {
    return places.containsKey(field);
  }

  /** The cell of a field; empty if there is no such column. */
  String cell(Field field, List<String> cells) {
    return has(field) ? cells.get(places.get(field)) : "";
  }

  /** Whether the records are of weights: they name a filter, which may be -1. */
  boolean hasFilters(List<List<String>> records) {
    return has(Field.FILTER)
        && !has(Field.BATCH)
        && records.stream()
            .allMatch(
                cells ->
                    cells.size() != width
                        || !NumberCell.isAbsent(cells.get(places.get(Field.FILTER))));
  }
}
