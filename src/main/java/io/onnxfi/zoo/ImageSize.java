package io.onnxfi.zoo;

/**
 * Size of one input image.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height in pixels
 * @param width in pixels
 */
public record ImageSize(int channels, int height, int width) {
  /** Checks that all are positive. */
  public ImageSize {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException("image size %d×%d×%d".formatted(channels, height, width));
    }
  }
}
