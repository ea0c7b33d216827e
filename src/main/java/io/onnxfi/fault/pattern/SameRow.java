package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
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
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.lack(this, image, maps -> FeatureMaps.atLeast(2, maps.columns(), "columns"));
  }

  @Override
  public long size(Shape image, long anchor) {
    FeatureMaps maps = FeatureMaps.of(image);
    return Math.min(length, maps.columns());
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    FeatureMaps maps = FeatureMaps.of(image);
    long column = anchor % maps.columns();
    Run run = Run.around(column, Math.min(length, maps.columns()), maps.columns(), random);
    return Region.Places.of(run.numbers().map(there -> anchor - column + there).toArray());
  }
}
