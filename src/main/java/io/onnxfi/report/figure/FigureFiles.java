package io.onnxfi.report.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.onnxfi.error.MissingResourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;

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
    PngFile.write(folder.resolve(figure.name() + ".png"), SCALE, () -> Drawings.of(figure));
    Path file = folder.resolve(figure.name() + ".svg");
    try {
      Files.writeString(file, svg(figure), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    }
  }

  /** The files that {@link #write} writes. */
  public static List<Path> written(Path folder, Figure figure) {
    return List.of(folder.resolve(figure.name() + ".png"), folder.resolve(figure.name() + ".svg"));
  }

  /** Title and description stand in it as text, for those who cannot see the rest. */
  private static String svg(Figure figure) throws IOException {
    Drawing drawing = Drawings.of(figure);
    VectorGraphics2D graphics = new VectorGraphics2D();
    drawing.paint(graphics);
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(drawing.width(), drawing.height()))
        .writeTo(svg);
    String text = svg.toString(StandardCharsets.UTF_8);
    int content = text.indexOf('>', text.indexOf("<svg")) + 1;
    return "%s\n  <title>%s</title>\n  <desc>%s</desc>%s"
        .formatted(
            text.substring(0, content),
            StringEscapeUtils.escapeXml10(figure.title()),
            StringEscapeUtils.escapeXml10(figure.description()),
            text.substring(content));
  }
}
