package io.onnxfi.dataset;

import io.onnxfi.error.UnsupportedInputException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/** Takes the samples out of an ImageIO image without any conversion of colours. */
final class Samples {
  private static final int BITS = 8;

  private Samples() {}

  /**
   * Red, green and blue planes; a grey image gives three equal ones.
   *
   * @throws UnsupportedInputException if a sample has other than 8 bits
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
    if (Arrays.stream(model.getComponentSize()).anyMatch(bits -> bits != BITS)) {
      throw new UnsupportedInputException(
          "%s: samples of %s bits are not supported; convert the image to 8 bits per sample"
              .formatted(file.path(), Arrays.toString(model.getComponentSize())));
    }
    // One colour component, or one and transparency, is grey. BufferedImage.getRGB would
    // brighten it: the JDK takes grey to be linear.
    int band = model.getNumColorComponents() == 1 ? 0 : channel;
    return raster.getSamples(0, 0, width, height, band, (int[]) null);
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
