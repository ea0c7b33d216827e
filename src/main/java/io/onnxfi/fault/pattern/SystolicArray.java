package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
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

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(this, image, maps -> Optional.empty());
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return computes(maps, row(maps, anchor), column(maps, anchor));
  }

  /** What the processing element computes that computes one output. */
  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    return computed(maps, row(maps, anchor), column(maps, anchor));
  }

  /** The first output of each processing element, or column of them, that computes any. */
  @Override
  public LongStream anchors(Shape image) {
    if (image.size() == 0 || lack(image, 0).isPresent()) {
      return LongStream.empty();
    }
    FeatureMaps maps = FeatureMaps.of(image);
    long places = mapping == Mapping.OUTPUT_STATIONARY ? Math.min(rows, maps.places()) : 1;
    return LongStream.range(0, Math.min(columns, maps.channels()))
        .flatMap(
            channel -> LongStream.range(0, places).map(place -> maps.position(channel, place)));
  }

  private long row(FeatureMaps maps, long anchor) {
    return maps.place(anchor) % rows;
  }

  private long column(FeatureMaps maps, long anchor) {
    return maps.channel(anchor) % columns;
  }

  /** How many outputs a processing element computes. */
  long computes(FeatureMaps maps, long row, long column) {
    long places =
        mapping == Mapping.OUTPUT_STATIONARY ? strides(maps.places(), row, rows) : maps.places();
    return places * strides(maps.channels(), column, columns);
  }

  /** How many of the numbers below a size are some steps behind the first. */
  private static long strides(long size, long first, long step) {
    return size <= first ? 0 : (size - first + step - 1) / step;
  }

  /** The outputs that a processing element computes, at least one. */
  Region computed(FeatureMaps maps, long row, long column) {
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
