package io.onnxfi.report.figure;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FreshFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** Drawings as PNG: the same drawing, the same bytes on one machine. No screen is needed. */
public final class PngFile {
  private PngFile() {}

  /**
   * Writes a drawing, whole or not at all.
   *
   * @param scale pixels per unit of the layout
   * @param drawing made when it is needed, because a layout may already need fonts
   * @throws MissingResourceException if the machine has no fonts, or the file cannot be written
   */
  public static void write(Path file, int scale, Supplier<? extends Drawing> drawing) {
    System.setProperty("java.awt.headless", "true");
    try {
      FreshFile.write(file, bytes(drawing.get(), scale));
    } catch (LinkageError | InternalError e) { // how Java says that there is no fontconfig
      throw new MissingResourceException(
          "cannot draw %s (%s)".formatted(file, e), "install fontconfig and a font", e);
    }
  }

  private static byte[] bytes(Drawing drawing, int scale) {
    BufferedImage picture =
        new BufferedImage(
            scale * drawing.width(), scale * drawing.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(scale, scale);
    drawing.paint(graphics);
    graphics.dispose();
    return bytes(picture);
  }

  /** A picture as PNG, a pixel for each of its own; no fonts are needed. */
  public static byte[] bytes(BufferedImage picture) {
    System.setProperty("java.awt.headless", "true");
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be encoded in memory", e);
    }
    return png.toByteArray();
  }
}
