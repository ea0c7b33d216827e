package io.onnxfi.fault.pattern;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Everything that one stuck processing element of a systolic array computes of a convolution.
 *
 * <p>The convolution is a matrix product: rows of its result are places, columns are channels. The
 * result is computed in tiles of the array's size, as SCALE-Sim maps it (A. Samajdar et al., "A
 * Systematic Methodology for Characterizing Scalability of DNN Accelerators using SCALE-Sim",
 * ISPASS 2020):
 *
 * <ul>
 *   <li>output-stationary: the element in row r and column c computes the outputs at place r of
 *       channel c of each tile, from the first to the last term of their sums;
 *   <li>weight-stationary: each column of the array holds weights of one channel, a term of the sum
 *       in each row, and the sums pass down the column, also through elements whose weight is 0. So
 *       an element in column c corrupts every output of the channel c of each tile, whichever row
 *       it is in (J. J. Zhang et al., "Analyzing and mitigating the impact of permanent faults on a
 *       systolic array based neural network accelerator", VTS 2018).
 * </ul>
 *
 * @param mapping which of them
 * @param rows of the array
 * @param columns of the array
 */
public record SystolicArray(Mapping mapping, int rows, int columns) implements ErrorPattern {
  /** What stays where it is while the others pass. */
  public enum Mapping {
    /** Each element keeps the sum of one output. */
    OUTPUT_STATIONARY("systolic-os"),
    /** Each element keeps one weight. */
    WEIGHT_STATIONARY("systolic-ws");

    private final String label;

    Mapping(String label) {
      this.label = label;
    }

    /** What the label of the pattern begins with. */
    public String label() {
      return label;
    }
  }

  /** Checks the sizes. */
  public SystolicArray {
    Sizes.require("an array's height", rows, 1);
    Sizes.require("an array's width", columns, 1);
  }

  @Override
  public String label() {
    return "%s:%d,%d".formatted(mapping.label, rows, columns);
  }

  /** What the processing element computes that computes one output; nothing is random about it. */
  @Override
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    return computed(maps, maps.place(anchor) % rows, maps.channel(anchor) % columns);
  }

  /**
   * What one processing element computes.
   *
   * @param row of the array, from 0
   * @param column of the array, from 0
   * @throws MalformedInputException if the array has no such element, or if it computes nothing of
   *     the activation, which has too few places or channels
   */
  public Region computedBy(String where, Shape image, int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw MalformedInputException.of(
          where,
          "an element of the %d × %d array".formatted(rows, columns),
          "row %d, column %d".formatted(row, column));
    }
    FeatureMaps maps = FeatureMaps.of(where, this, image, 0);
    maps.require(where, this, column + 1L, maps.channels(), "channels");
    if (mapping == Mapping.OUTPUT_STATIONARY) {
      maps.require(where, this, row + 1L, maps.places(), "places in a channel");
    }
    return computed(maps, row, column);
  }

  private Region computed(FeatureMaps maps, long row, long column) {
    long firstPlace = mapping == Mapping.OUTPUT_STATIONARY ? row : 0;
    long step = mapping == Mapping.OUTPUT_STATIONARY ? rows : 1;
    return Region.Places.of(
        LongStream.iterate(column, channel -> channel < maps.channels(), c -> c + columns)
            .flatMap(
                channel ->
                    LongStream.iterate(firstPlace, place -> place < maps.places(), p -> p + step)
                        .map(place -> maps.position(channel, place)))
            .toArray());
  }
}
