package io.onnxfi.dataset;

/**
 * Resizes an image as torchvision's {@code Resize([height, width])} resizes a PIL image, to the
 * bit: bilinear, anti-aliased, in fixed point, rounded to bytes between the two passes.
 *
 * <p>The arithmetic is that of Pillow 12 and earlier ({@code src/libImaging/Resample.c}, MIT-CMU
 * licence), so that a network trained on such images sees every pixel as it was in training. Pillow
 * 13 starts with the columns of some upright images, which changes some of their pixels by one.
 */
final class BilinearResize {
  private BilinearResize() {}

  /** The image in another size, its aspect ratio not kept; itself if it has that size. */
  static RgbImage resize(RgbImage image, PixelSize to) {
    PixelSize from = image.size();
    byte[] planes = image.planes();
    // Rows first: the order matters, because the result of the first pass is rounded.
    if (from.width() != to.width()) {
      planes = alongRows(planes, from, new ResampledAxis(from.width(), to.width()));
    }
    if (from.height() != to.height()) {
      planes = alongColumns(planes, from, to, new ResampledAxis(from.height(), to.height()));
    }
    return new RgbImage(to, planes);
  }

  /** {@code [3, height, width] → [3, height, axis]}. */
  private static byte[] alongRows(byte[] planes, PixelSize from, ResampledAxis axis) {
    int rows = RgbImage.CHANNELS * from.height();
    byte[] out = new byte[rows * axis.length()];
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < axis.length(); x++) {
        out[row * axis.length() + x] = axis.apply(x, planes, row * from.width(), 1);
      }
    }
    return out;
  }

  /** {@code [3, height, to.width] → [3, axis, to.width]}. */
  private static byte[] alongColumns(
      byte[] planes, PixelSize from, PixelSize to, ResampledAxis axis) {
    int width = to.width();
    byte[] out = new byte[RgbImage.CHANNELS * to.pixels()];
    int at = 0;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int plane = channel * from.height() * width;
      for (int y = 0; y < axis.length(); y++) {
        for (int x = 0; x < width; x++) {
          out[at++] = axis.apply(y, planes, plane + x, width);
        }
      }
    }
    return out;
  }
}
