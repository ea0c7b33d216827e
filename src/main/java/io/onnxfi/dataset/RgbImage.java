package io.onnxfi.dataset;

/** A decoded image: three planes of unsigned bytes, {@code [3, height, width]}; red first. */
final class RgbImage {
  static final int CHANNELS = 3;

  private final PixelSize size;
  private final byte[] planes;

  /**
   * Takes the planes over, without a copy.
   *
   * @throws IllegalArgumentException if there are too few or too many pixels
   */
  RgbImage(PixelSize size, byte[] planes) {
    if (planes.length != CHANNELS * size.pixels()) {
      throw new IllegalArgumentException(
          "an image of %s takes %d bytes, found %d"
              .formatted(size, CHANNELS * size.pixels(), planes.length));
    }
    this.size = size;
    this.planes = planes;
  }

  PixelSize size() {
    return size;
  }

  /** The pixels {@code [3, height, width]}, not a copy. */
  byte[] planes() {
    return planes;
  }
}
