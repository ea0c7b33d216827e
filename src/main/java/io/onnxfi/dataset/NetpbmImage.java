package io.onnxfi.dataset;

/**
 * Binary Netpbm images: PPM ({@code P6}, colour) and PGM ({@code P5}, grey) of 8 bits.
 *
 * <p>A header of ASCII tokens, separated by white space and comments ({@code #} to the end of the
 * line): the magic number, width, height and largest value; one white-space byte; then the samples,
 * row by row, red, green and blue of a pixel side by side (<a
 * href="https://netpbm.sourceforge.net/doc/ppm.html">the PPM specification</a>).
 */
final class NetpbmImage {
  private static final int MAX_VALUE = 255;

  private final byte[] bytes;
  private final SourceFile file;
  private int at = 2;

  private NetpbmImage(byte[] bytes, SourceFile file) {
    this.bytes = bytes;
    this.file = file;
  }

  /** Whether the bytes begin like such an image. */
  static boolean isOne(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 'P' && (bytes[1] == '5' || bytes[1] == '6');
  }

  /**
   * Decodes an image; grey becomes three equal planes.
   *
   * @param file where the bytes come from, for messages
   * @throws io.onnxfi.error.MalformedInputException if header or length are wrong, or the largest
   *     value is not 255
   */
  static RgbImage decode(byte[] bytes, SourceFile file) {
    return new NetpbmImage(bytes, file).decode();
  }

  private RgbImage decode() {
    int width = number("width");
    int height = number("height");
    PixelSize size = file.sized(height, width);
    int max = number("largest value");
    if (max != MAX_VALUE) {
      throw file.malformed("the largest value 255 (8-bit samples)", Integer.toString(max));
    }
    at++; // exactly one white-space byte: the next may be a sample that looks like one
    int channels = bytes[1] == '6' ? RgbImage.CHANNELS : 1;
    if (bytes.length - at < channels * size.pixels()) {
      throw file.malformed(
          "%d bytes of samples for %s pixels".formatted(channels * size.pixels(), size),
          Math.max(0, bytes.length - at) + " bytes");
    }
    byte[] planes = new byte[RgbImage.CHANNELS * size.pixels()];
    for (int pixel = 0; pixel < size.pixels(); pixel++) {
      for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
        int sample = at + pixel * channels + channel % channels;
        planes[channel * size.pixels() + pixel] = bytes[sample];
      }
    }
    return new RgbImage(size, planes);
  }

  private int number(String what) {
    skipSpace();
    int start = at;
    long value = 0;
    while (at < bytes.length && Character.isDigit(bytes[at])) {
      value = Math.min(10 * value + bytes[at++] - '0', Integer.MAX_VALUE);
    }
    if (at == start) {
      throw file.malformed("a Netpbm header with its " + what, "none at byte " + at);
    }
    return (int) value;
  }

  private void skipSpace() {
    boolean comment = false;
    while (at < bytes.length
        && (comment || bytes[at] == '#' || Character.isWhitespace(bytes[at]))) {
      comment = bytes[at] != '\n' && (comment || bytes[at] == '#');
      at++;
    }
  }
}
