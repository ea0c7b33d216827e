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
  private final PixelSize from;
  private final PixelSize to;
  private final ResampledAxis columns;
  private final ResampledAxis rows;

  /** From one size to another; the aspect ratio is not kept. */
  BilinearResize(PixelSize from, PixelSize to) {
    this.from = from;
    this.to = to;
    this.columns = new ResampledAxis(from.width(), to.width());
    this.rows = new ResampledAxis(from.height(), to.height());
  }

  /** The image in another size; itself if it has that size. */
  static RgbImage resize(RgbImage image, PixelSize to) {
    return new RgbImage(to, new BilinearResize(image.size(), to).apply(image.planes()));
  }

  /**
   * Resizes planes of unsigned bytes.
   *
   * @param planes {@code [channels, height, width]}
   * @return itself if it has the size
   */
  byte[] apply(byte[] planes) {
    // Rows first: the order matters, because the result of the first pass is rounded.
    byte[] wide = from.width() == to.width() ? planes : alongRows(planes);
    return from.height() == to.height() ? wide : alongColumns(wide);
  }

  /** {@code [channels, height, width] → [channels, height, to.width]}. */
  private byte[] alongRows(byte[] planes) {
    int lines = planes.length / from.width();
    byte[] out = new byte[lines * to.width()];
    for (int line = 0; line < lines; line++) {
      for (int x = 0; x < to.width(); x++) {
        out[line * to.width() + x] = columns.apply(x, planes, line * from.width(), 1);
      }
    }
    return out;
  }

  /** {@code [channels, height, to.width] → [channels, to.height, to.width]}. */
  private byte[] alongColumns(byte[] planes) {
    int width = to.width();
    int plane = from.height() * width;
    byte[] out = new byte[planes.length / plane * to.pixels()];
    int at = 0;
    for (int start = 0; start < planes.length; start += plane) {
      for (int y = 0; y < to.height(); y++) {
        for (int x = 0; x < width; x++) {
          out[at++] = rows.apply(y, planes, start + x, width);
        }
      }
    }
    return out;
  }
}
