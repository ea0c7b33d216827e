package io.onnxfi.fault.pattern;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
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
  public Region region(String where, Shape image, long anchor, RandomGenerator random) {
    FeatureMaps.requireElement(where, image, anchor);
    if (image.size() < LEAST) {
      throw MalformedInputException.of(
          where, "at least %d elements for %s".formatted(LEAST, label()), image.toString());
    }
    Run run = Run.around(anchor, Math.min(length, image.size()), image.size(), random);
    return Region.Places.of(run.numbers().toArray());
  }
}
