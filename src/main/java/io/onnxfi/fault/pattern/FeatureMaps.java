package io.onnxfi.fault.pattern;

import io.onnxfi.tensor.Shape;
import java.util.Optional;
import java.util.function.Function;

/**
 * The channels of one image's part of an activation.
 *
 * @param channels how many, the first axis
 * @param places elements of each
 * @param columns elements of a row, the last axis
 */
record FeatureMaps(long channels, long places, long columns) {
  private static final int LEAST_AXES = 2;

  /** The channels of a shape, which {@link #lack lacks} nothing. */
  static FeatureMaps of(Shape image) {
    return new FeatureMaps(image.dim(0), image.rowSize(), image.dim(image.rank() - 1));
  }

  /**
   * What a shape lacks for a pattern, in words.
   *
   * @param need what its channels lack, if it has any
   */
  static Optional<String> lack(
      ErrorPattern pattern, Shape image, Function<FeatureMaps, Optional<String>> need) {
    Optional<String> lack =
        image.rank() < LEAST_AXES
            ? Optional.of("channels and places")
            : need.apply(FeatureMaps.of(image));
    return lack.map(what -> what + " for " + pattern.label());
  }

  /** What is missing if there should be at least so many. */
  static Optional<String> atLeast(long least, long there, String what) {
    return there < least ? Optional.of("at least %d %s".formatted(least, what)) : Optional.empty();
  }

  /** Rows of a channel; of a volume, those of all its slices. */
  long rows() {
    return places / columns;
  }

  long channel(long position) {
    return position / places;
  }

  long place(long position) {
    return position % places;
  }

  long position(long channel, long place) {
    return channel * places + place;
  }

  /** How many channels are some percent of them, rounded, but at least so many. */
  long share(int percent, long least) {
    return Math.max(least, Math.round(channels * (percent / 100.0)));
  }
}
