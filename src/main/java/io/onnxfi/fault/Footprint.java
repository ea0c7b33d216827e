package io.onnxfi.fault;

import io.onnxfi.fault.pattern.ErrorPattern;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Which elements of one image's part of an activation a fault reaches. */
public sealed interface Footprint {
  /** How many; at least so many if that depends on what is drawn. */
  long size();

  /** Whether anything about it is drawn. */
  boolean isRandom();

  /** The elements; what is open is drawn from the generator, which is asked for nothing else. */
  Region region(RandomGenerator random);

  /**
   * Elements that are known.
   *
   * @param region which
   */
  record Known(Region region) implements Footprint {
    /** Checks that there is one. */
    public Known {
      Objects.requireNonNull(region, "region");
    }

    @Override
    public long size() {
      return region.size();
    }

    @Override
    public boolean isRandom() {
      return false;
    }

    @Override
    public Region region(RandomGenerator random) {
      return region;
    }
  }

  /**
   * Elements of a pattern, which are many: they are found when they are needed.
   *
   * @param pattern that the activation can have
   * @param image shape of one image's part of it
   * @param anchor row-major position of an element of the pattern; 0 if it has its place without
   */
  record Patterned(ErrorPattern pattern, Shape image, long anchor) implements Footprint {
    /** Checks that nothing is missing. */
    public Patterned {
      Objects.requireNonNull(pattern, "pattern");
      Objects.requireNonNull(image, "image");
    }

    @Override
    public long size() {
      return pattern.size(image, anchor);
    }

    @Override
    public boolean isRandom() {
      return pattern.isRandom();
    }

    @Override
    public Region region(RandomGenerator random) {
      return pattern.region(image, anchor, random);
    }
  }
}
