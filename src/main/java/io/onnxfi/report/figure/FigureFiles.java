package io.onnxfi.report.figure;

import io.onnxfi.error.MissingResourceException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/** Figures as PNG and SVG, with nothing in them but the figure: the same data, the same bytes. */
public final class FigureFiles {
  /** Pixels per unit of the layout: a figure 2,700 pixels wide has 380 dots per inch on 18 cm. */
  private static final int SCALE = 3;

  private FigureFiles() {}

  /**
   * Writes {@code NAME.png} and {@code NAME.svg}. No screen is needed.
   *
   * @throws MissingResourceException if the machine has no fonts, or the folder cannot be written
   */
  public static void write(Path folder, Figure figure) {
    System.setProperty("java.awt.headless", "true");
    Path file = folder.resolve(figure.name() + ".png");
    try {
      Files.write(file, png(Charts.of(figure)));
      file = folder.resolve(figure.name() + ".svg");
      Files.write(file, svg(Charts.of(figure)));
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    } catch (LinkageError | InternalError e) { // how Java says that there is no fontconfig
      throw new MissingResourceException(
          "cannot draw %s (%s)".formatted(file, e), "install fontconfig and a font", e);
    }
  }

  private static byte[] png(Chart<?, ?> chart) throws IOException {
    BufferedImage picture =
        new BufferedImage(
            SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return png.toByteArray();
  }

  private static byte[] svg(Chart<?, ?> chart) throws IOException {
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
    return svg.toByteArray();
  }
}
