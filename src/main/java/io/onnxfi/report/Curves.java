package io.onnxfi.report;

import io.onnxfi.error.MissingResourceException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Values over the epochs of a training, as a picture. */
public final class Curves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;

  /**
   * One of the diagrams, side by side.
   *
   * @param title above it
   * @param unit of the values
   * @param series by name: one value per epoch, from the first
   */
  public record Panel(String title, String unit, Map<String, List<Double>> series) {}

  private Curves() {}

  /**
   * Writes a PNG. No screen is needed.
   *
   * @throws MissingResourceException if the machine has no fonts, or the file cannot be written
   */
  public static void write(Path file, List<Panel> panels) {
    System.setProperty("java.awt.headless", "true");
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(draw(panels), "png", png);
      Files.write(file, png.toByteArray());
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    } catch (LinkageError | InternalError e) { // how Java says that there is no fontconfig
      throw new MissingResourceException(
          "cannot draw %s (%s)".formatted(file, e), "install fontconfig and a font", e);
    }
  }

  private static BufferedImage draw(List<Panel> panels) {
    BufferedImage picture =
        new BufferedImage(WIDTH * panels.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    for (int i = 0; i < panels.size(); i++) {
      graphics.drawImage(BitmapEncoder.getBufferedImage(chart(panels.get(i))), WIDTH * i, 0, null);
    }
    graphics.dispose();
    return picture;
  }

  private static XYChart chart(Panel panel) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(panel.title())
            .xAxisTitle("epoch")
            .yAxisTitle(panel.unit())
            .build();
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    panel
        .series()
        .forEach(
            (name, values) ->
                chart
                    .addSeries(
                        name,
                        IntStream.rangeClosed(1, values.size()).mapToDouble(e -> e).toArray(),
                        values.stream().mapToDouble(Double::doubleValue).toArray())
                    .setMarker(values.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE));
    return chart;
  }
}
