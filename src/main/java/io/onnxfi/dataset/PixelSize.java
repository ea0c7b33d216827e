package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Height and width of an image.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 */
public record PixelSize(int height, int width) {
  /**
   * Pixels that one image may have: 64 million, about what Pillow takes without a warning. A file
   * of a few bytes can claim to hold billions.
   */
  static final int MAX_PIXELS = 1 << 26;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:[x×](\\d{1,5}))?");

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if one is not positive, or the image has more than 64 million
   *     pixels
   */
  public PixelSize {
    if (!isSound(height, width)) {
      throw new IllegalArgumentException(
          "an image has 1 to %,d pixels, found %d×%d".formatted(MAX_PIXELS, height, width));
    }
  }

  /**
   * Reads {@code HEIGHTxWIDTH}, or one number for both.
   *
   * @param where the option or file that the text comes from
   * @throws MalformedInputException if it is something else
   */
  public static PixelSize parse(String text, String where) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int height = Integer.parseInt(matcher.group(1));
      int width = matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2));
      if (isSound(height, width)) {
        return new PixelSize(height, width);
      }
    }
    throw MalformedInputException.of(where, "HEIGHTxWIDTH, such as 64x64", "'" + text + "'");
  }

  /** Whether an image can have this size. */
  static boolean isSound(int height, int width) {
    return height > 0 && width > 0 && (long) height * width <= MAX_PIXELS;
  }

  int pixels() {
    return height * width;
  }

  /** Extents of a colour image of this size, {@code [3, height, width]}. */
  Shape shape() {
    return Shape.of(RgbImage.CHANNELS, height, width);
  }

  /** {@code 50×40}: height, then width. */
  @Override
  public String toString() {
    return height + "×" + width;
  }
}
