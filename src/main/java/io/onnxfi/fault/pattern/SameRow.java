package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * Neighbours in one row of a channel.
 *
 * @param length how many, at least 2
 */
public record SameRow(int length) implements ErrorPattern {
  /** Checks the sizes. */
  public SameRow {
    Sizes.require("a row", length, 2);
  }

  @Override
  public String label() {
    return "same-row:" + length;
  }

  @Override
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(where, this, image, anchor);
    maps.require(where, this, 2, maps.columns(), "columns");
    long column = anchor % maps.columns();
    Run run = Run.around(column, Math.min(length, maps.columns()), maps.columns(), random);
    return Region.Places.of(run.numbers().map(there -> anchor - column + there).toArray());
  }
}
