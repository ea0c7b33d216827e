package io.onnxfi.dataset;

/**
 * Resizes an image as torchvision's {@code Resize([height, width])} resizes a PIL image, to the
 * bit: bilinear, anti-aliased, in fixed point, rounded to bytes between the two passes.
 *
 * <p>The arithmetic is that of Pillow 12 and earlier ({@code src/libImaging/Resample.c}, MIT-CMU
 * licence), so that a network trained on such images sees every pixel as it was in training. Pillow
 * 13 starts with the columns of some upright images, which changes some of their pixels by one.
 *
 * <p>Every output pixel depends on its own row and column alone, so that a window of the output is
 * computed without the rest.
 */
public final class BilinearResize {
  private final PixelSize from;
  private final PixelSize to;
  private final ResampledAxis rows;
  private final ResampledAxis columns;

  /** From one size to another; the aspect ratio is not kept. */
  public BilinearResize(PixelSize from, PixelSize to) {
    this(
        from,
        new ResampledAxis(from.height(), to.height()),
        new ResampledAxis(from.width(), to.width()));
  }

  /** From one size to some rows and columns of another. */
  BilinearResize(PixelSize from, ResampledAxis rows, ResampledAxis columns) {
    this.from = from;
    this.to = new PixelSize(rows.length(), columns.length());
    this.rows = rows;
    this.columns = columns;
  }

  /** The image in another size; itself if it has that size. */
  static RgbImage resize(RgbImage image, PixelSize to) {
    return new BilinearResize(image.size(), to).apply(image);
  }

  /** The image, or the window of it, in the other size. */
  RgbImage apply(RgbImage image) {
    return new RgbImage(to, apply(image.planes()));
  }

  /**
   * Resizes planes of unsigned bytes.
   *
   * @param planes {@code [channels, height, width]}
   * @return itself if it has the size
   */
  public byte[] apply(byte[] planes) {
    // Rows first: the order matters, because the result of the first pass is rounded.
    if (columns.isIdentity()) {
      return rows.isIdentity() ? planes : alongColumns(planes, 0, from.height());
    }
    int first = rows.start();
    int height = rows.end() - first;
    byte[] wide = alongRows(planes, first, height);
    return rows.isIdentity() ? wide : alongColumns(wide, first, height);
  }

  /** {@code [channels, from.height, from.width] → [channels, height, to.width]}. */
  private byte[] alongRows(byte[] planes, int first, int height) {
    int channels = planes.length / from.pixels();
    byte[] out = new byte[channels * height * to.width()];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = first; y < first + height; y++) {
        int line = (channel * from.height() + y) * from.width();
        for (int x = 0; x < to.width(); x++) {
          out[at++] = columns.apply(x, planes, line, 1);
        }
      }
    }
    return out;
  }

  /** {@code [channels, height, to.width] → [channels, to.height, to.width]}. */
  private byte[] alongColumns(byte[] planes, int first, int height) {
    int width = to.width();
    int plane = height * width;
    byte[] out = new byte[planes.length / plane * to.pixels()];
    int at = 0;
    for (int start = 0; start < planes.length; start += plane) {
      for (int y = 0; y < to.height(); y++) {
        for (int x = 0; x < width; x++) {
          out[at++] = rows.apply(y, planes, start - first * width + x, width);
        }
      }
    }
    return out;
  }
}
