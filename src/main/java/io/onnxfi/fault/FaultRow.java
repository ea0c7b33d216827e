package io.onnxfi.fault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of a fault list.
 *
 * @param line number of the line in the file, from 1
 * @param injection the row's own number, as published
 * @param layer name of a layer, as in the list
 * @param index coordinates of the element in the list's own axis order
 * @param bit position in the element, 0 is the least significant
 * @param published outcome columns, where the list has them
 * @param cells the row as text, column by column
 */
public record FaultRow(
    long line,
    long injection,
    String layer,
    TensorIndex index,
    int bit,
    Optional<PublishedCounts> published,
    List<String> cells) {
  private static final long LINES_BEFORE = 2; // the header, and lines count from 1

  /** Checks and copies. */
  public FaultRow {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(index, "index");
    Objects.requireNonNull(published, "published");
    cells = List.copyOf(cells);
  }

  /**
   * A row of a new list.
   *
   * @param number of the row, from 0
   * @param layer as the model calls it
   */
  static FaultRow drawn(int number, String layer, TensorIndex index, int bit) {
    List<String> cells =
        List.of(Integer.toString(number), layer, index.toString(), Integer.toString(bit));
    return new FaultRow(number + LINES_BEFORE, number, layer, index, bit, Optional.empty(), cells);
  }
}
