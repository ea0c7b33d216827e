package io.onnxfi.fault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of a fault list.
 *
 * @param line number of the line in the file, from 1
 * @param trial what the row stands for
 * @param counts outcome columns, where the row has them
 * @param cells the row as text, column by column
 */
public record FaultRow(long line, Trial trial, Optional<ImageCounts> counts, List<String> cells) {
  private static final long LINES_BEFORE = 2; // the header, and lines count from 1

  /** Checks and copies. */
  public FaultRow {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(counts, "counts");
    cells = List.copyOf(cells);
  }

  /**
   * A row of a new list.
   *
   * @param number of the row, from 0
   * @param site with the layer as the model calls it
   */
  static FaultRow drawn(int number, FaultSite site) {
    List<String> cells =
        List.of(
            Integer.toString(number),
            site.layer(),
            site.index().toString(),
            Integer.toString(site.bit()));
    return new FaultRow(number + LINES_BEFORE, Trial.listed(number, site), Optional.empty(), cells);
  }

  /** The row's own number, as published. */
  public long injection() {
    return trial.id();
  }

  /** Where its fault is. */
  public FaultSite site() {
    return trial.site();
  }
}
