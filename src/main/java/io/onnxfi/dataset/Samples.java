package io.onnxfi.dataset;

import io.onnxfi.error.UnsupportedInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Takes the samples out of an ImageIO image as Pillow's {@code convert("RGB")} does: those of 8
 * bits as they are; of 16 bits the upper 8, but of grey alone all, cut off at 255; inks turned into
 * light.
 */
final class Samples {
  private static final int BITS = 8;
  private static final int DEEP_BITS = 16;
  private static final int MOST = 255;
  private static final int BLACK = 3;

  private Samples() {}

  /**
   * Red, green and blue planes; a grey image gives three equal ones.
   *
   * @throws UnsupportedInputException if a sample has other than 8 or 16 bits
   */
  static RgbImage of(SourceFile file, BufferedImage image) {
    PixelSize size = new PixelSize(image.getHeight(), image.getWidth());
    byte[] planes = new byte[RgbImage.CHANNELS * size.pixels()];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int[] plane = plane(file, image, channel);
      for (int pixel = 0; pixel < plane.length; pixel++) {
        planes[channel * size.pixels() + pixel] = (byte) plane[pixel];
      }
    }
    return new RgbImage(size, planes);
  }

  private static int[] plane(SourceFile file, BufferedImage image, int channel) {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    if (model instanceof IndexColorModel palette) {
      byte[] colours = colours(palette, channel);
      int[] indices = raster.getSamples(0, 0, width, height, 0, (int[]) null);
      return Arrays.stream(indices).map(index -> colours[index]).toArray();
    }
    // One colour component, or one and transparency, is grey. BufferedImage.getRGB would
    // brighten it: the JDK takes grey to be linear.
    int band = model.getNumColorComponents() == 1 ? 0 : channel;
    int[] samples = raster.getSamples(0, 0, width, height, band, (int[]) null);
    if (has(model, DEEP_BITS)) {
      boolean isGreyAlone = model.getNumComponents() == 1;
      return Arrays.stream(samples)
          .map(deep -> isGreyAlone ? Math.min(deep, MOST) : deep >> BITS)
          .toArray();
    }
    if (!has(model, BITS)) {
      throw new UnsupportedInputException(
          "%s: samples of %s bits are not supported; convert the image to 8 bits per sample"
              .formatted(file.path(), Arrays.toString(model.getComponentSize())));
    }
    return model.getColorSpace().getType() == ColorSpace.TYPE_CMYK
        ? light(samples, raster.getSamples(0, 0, width, height, BLACK, (int[]) null))
        : samples;
  }

  private static boolean has(ColorModel model, int bits) {
    return Arrays.stream(model.getComponentSize()).allMatch(size -> size == bits);
  }

  /** (1 − ink)·(1 − black), rounded as Pillow's Convert.c does, without a colour profile. */
  private static int[] light(int[] inks, int[] blacks) {
    int[] light = new int[inks.length];
    for (int pixel = 0; pixel < light.length; pixel++) {
      int left = MOST - blacks[pixel];
      int product = inks[pixel] * left + (MOST + 1) / 2;
      light[pixel] = left - ((product + (product >> BITS)) >> BITS);
    }
    return light;
  }

  private static byte[] colours(IndexColorModel palette, int channel) {
    byte[] colours = new byte[palette.getMapSize()];
    switch (channel) {
      case 0 -> palette.getReds(colours);
      case 1 -> palette.getGreens(colours);
      default -> palette.getBlues(colours);
    }
    return colours;
  }
}
