package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Neighbours in memory, across the ends of rows and channels.
 *
 * @param length how many, at least 8, the smallest block that counts as one
 */
public record SingleBlock(int length) implements ErrorPattern {
  static final int LEAST = 8;

  /** Checks the sizes. */
  public SingleBlock {
    Sizes.require("a block", length, LEAST);
  }

  @Override
  public String label() {
    return "single-block:" + length;
  }

  @Override
  public Optional<String> lack(Shape image, long anchor) {
    return FeatureMaps.atLeast(LEAST, image.size(), "elements for " + label());
  }

  @Override
  public long size(Shape image, long anchor) {
    return Math.min(length, image.size());
  }

  @Override
  public Region region(Shape image, long anchor, RandomGenerator random) {
    Run run = Run.around(anchor, size(image, anchor), image.size(), random);
    return Region.Places.of(run.numbers().toArray());
  }
}
