package io.onnxfi.fault.pattern;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;

/**
 * The channels of one image's part of an activation.
 *
 * @param image its shape
 * @param channels how many, the first axis
 * @param places elements of each
 * @param columns elements of a row, the last axis
 */
record FeatureMaps(Shape image, long channels, long places, long columns) {
  /**
   * The channels of a shape.
   *
   * @throws MalformedInputException if it has none, or not this element
   */
  static FeatureMaps of(String where, ErrorPattern pattern, Shape image, long anchor) {
    requireElement(where, image, anchor);
    if (image.rank() < 2) {
      throw MalformedInputException.of(
          where, "channels and places for " + pattern.label(), image.toString());
    }
    return new FeatureMaps(image, image.dim(0), image.rowSize(), image.dim(image.rank() - 1));
  }

  static void requireElement(String where, Shape image, long anchor) {
    if (anchor < 0 || anchor >= image.size()) {
      throw MalformedInputException.of(
          where, "an element of " + image, "element %d of %d".formatted(anchor, image.size()));
    }
  }

  /** Requires enough of something that the pattern cannot do without. */
  void require(String where, ErrorPattern pattern, long least, long there, String what) {
    if (there < least) {
      throw MalformedInputException.of(
          where, "at least %d %s for %s".formatted(least, what, pattern.label()), image.toString());
    }
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
