package io.onnxfi.fault;

import io.onnxfi.fault.model.BitFlip;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of a fault list.
 *
 * @param line number of the line in the file, from 1
 * @param injection the row's own number, as published
 * @param fault what the row names
 * @param counts outcome columns, where the row has them
 * @param cells the row as text, column by column
 */
public record FaultRow(
    long line, long injection, Fault fault, Optional<ImageCounts> counts, List<String> cells) {
  private static final long LINES_BEFORE = 2; // the header, and lines count from 1

  /** Checks and copies. */
  public FaultRow {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(counts, "counts");
    cells = List.copyOf(cells);
  }

  /**
   * A row of a new list, as published.
   *
   * @param number of the row, from 0
   * @param site with the layer as the model calls it
   */
  static FaultRow drawn(int number, FaultSite site) {
    return new FaultRow(
        number + LINES_BEFORE,
        number,
        new Fault(site, new BitFlip()),
        Optional.empty(),
        cells(number, site));
  }

  /**
   * A row of a new list that names models and sites.
   *
   * @param number of the row, from 0
   * @param injection of the trial that it belongs to
   */
  public static FaultRow drawn(int number, long injection, Fault fault) {
    List<String> cells = new ArrayList<>(cells(injection, fault.site()));
    cells.add(fault.model().label());
    cells.add(fault.site().extent().toString());
    return new FaultRow(number + LINES_BEFORE, injection, fault, Optional.empty(), cells);
  }

  private static List<String> cells(long injection, FaultSite site) {
    return List.of(
        Long.toString(injection),
        site.layer(),
        site.index().toString(),
        site.bit().isPresent() ? Integer.toString(site.bit().getAsInt()) : "");
  }

  /** The same row under another number, which stands in a column. */
  public FaultRow numbered(long number) {
    List<String> renumbered = new ArrayList<>(cells);
    renumbered.set(0, Long.toString(number));
    return new FaultRow(line, number, fault, counts, renumbered);
  }

  /** Where its fault is. */
  public FaultSite site() {
    return fault.site();
  }
}
