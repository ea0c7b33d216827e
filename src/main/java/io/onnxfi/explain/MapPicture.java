package io.onnxfi.explain;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.error.Excerpt;
import io.onnxfi.report.figure.Drawing;
import io.onnxfi.report.figure.Palette;
import io.onnxfi.report.figure.PngFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Images with where a network looks: in each row an image, its heat map in the size of the image,
 * and both over each other; so that classes, or a network before and after a fault, can be
 * compared.
 */
public final class MapPicture implements Drawing {
  /** Pixels per unit of the layout. */
  private static final int HALF = 128;

  private static final int SCALE = 2;

  private static final int PANEL = 224;
  private static final int PANELS = 3;
  private static final int MARGIN = 14;
  private static final int GAP = 8;
  private static final int TITLE = 30;
  private static final int LINE = 18;
  private static final int BAR = 22;
  private static final int BAR_LENGTH = 160;
  private static final int BAR_THICKNESS = 10;
  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private final String title;
  private final List<Row> rows;
  private final int panelWidth;
  private final int panelHeight;

  /**
   * One image with its map.
   *
   * @param images all of one size in a picture
   * @param image which of them
   * @param map of any size
   * @param caption what the map is of
   */
  public record Row(LabelledImages images, int image, HeatMap map, String caption) {
    /** Checks that they are there. */
    public Row {
      Objects.requireNonNull(map, "map");
      Objects.requireNonNull(caption, "caption");
      Objects.checkIndex(image, images.size());
    }

    private PixelSize size() {
      return new PixelSize(images.height(), images.width());
    }
  }

  private MapPicture(String title, List<Row> rows) {
    this.title = title;
    this.rows = List.copyOf(rows);
    PixelSize size = rows.get(0).size();
    int longer = Math.max(size.height(), size.width());
    // A pixel of a small image is a square of whole units; a large image is reduced.
    int whole = PANEL / longer;
    double unit = whole > 0 ? whole : (double) PANEL / longer;
    this.panelWidth = Math.max(1, (int) Math.round(unit * size.width()));
    this.panelHeight = Math.max(1, (int) Math.round(unit * size.height()));
  }

  /**
   * Writes a picture.
   *
   * @param file PNG; replaced if it is there
   * @param title one line; what does not fit is cut off
   * @param rows at least one
   * @throws io.onnxfi.error.MissingResourceException if the machine has no fonts, or the file
   *     cannot be written
   */
  public static void write(Path file, String title, List<Row> rows) {
    PngFile.write(file, SCALE, () -> new MapPicture(title, rows));
  }

  @Override
  public int width() {
    return 2 * MARGIN + PANELS * Math.max(panelWidth, PANEL / 2) + (PANELS - 1) * GAP;
  }

  @Override
  public int height() {
    return TITLE + rows.size() * (LINE + panelHeight + GAP) + LINE + BAR;
  }

  @Override
  public void paint(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        panelWidth >= rows.get(0).images().width()
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setColor(Color.BLACK);
    text(graphics, TITLE_FONT, title, MARGIN, TITLE - 10, width() - 2 * MARGIN);
    int top = TITLE;
    for (Row row : rows) {
      graphics.setColor(Color.BLACK);
      text(graphics, FONT, row.caption(), MARGIN, top + LINE - 6, width() - 2 * MARGIN);
      top += LINE;
      panels(graphics, row, top);
      top += panelHeight + GAP;
    }
    graphics.setColor(Color.DARK_GRAY);
    List<String> names = List.of("image", "heat map", "overlay");
    for (int i = 0; i < PANELS; i++) {
      text(graphics, FONT, names.get(i), left(i), top + LINE - GAP, panelWidth);
    }
    bar(graphics, top + LINE);
  }

  private int left(int panel) {
    return MARGIN + panel * (Math.max(panelWidth, PANEL / 2) + GAP);
  }

  private void panels(Graphics2D graphics, Row row, int top) {
    BufferedImage image = image(row);
    graphics.drawImage(image, left(0), top, panelWidth, panelHeight, null);
    if (!row.map().isDefined()) {
      for (int panel = 1; panel < PANELS; panel++) {
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(left(panel), top, panelWidth, panelHeight);
        graphics.setColor(Color.BLACK);
        text(graphics, FONT, "not finite", left(panel) + GAP, top + LINE, panelWidth - GAP);
      }
      return;
    }
    BufferedImage map = map(row);
    graphics.drawImage(map, left(1), top, panelWidth, panelHeight, null);
    graphics.drawImage(overlay(image, map), left(2), top, panelWidth, panelHeight, null);
    if (row.map().isEmpty()) {
      graphics.setColor(luma(Palette.shade(0)) < HALF ? Color.WHITE : Color.BLACK);
      text(graphics, FONT, "no evidence", left(1) + GAP, top + LINE, panelWidth - GAP);
      graphics.setColor(Color.BLACK);
    }
  }

  /** Three channels are red, green and blue; of any other number, the first is grey. */
  private static BufferedImage image(Row row) {
    LabelledImages images = row.images();
    int[] channels = images.channels() == 3 ? new int[] {0, 1, 2} : new int[3];
    return painted(
        row.size(),
        (y, x) ->
            new Color(
                images.pixel(row.image(), channels[0], y, x),
                images.pixel(row.image(), channels[1], y, x),
                images.pixel(row.image(), channels[2], y, x)));
  }

  private static BufferedImage map(Row row) {
    HeatMap map = row.map().resized(row.size());
    return painted(row.size(), (y, x) -> Palette.shade(Math.min(1, map.at(y, x))));
  }

  /** Over the image in grey, so that every colour is one of the map's. */
  private static BufferedImage overlay(BufferedImage image, BufferedImage map) {
    return painted(
        new PixelSize(image.getHeight(), image.getWidth()),
        (y, x) -> {
          int grey = luma(new Color(image.getRGB(x, y)));
          Color over = new Color(map.getRGB(x, y));
          return new Color(
              (grey + over.getRed()) / 2,
              (grey + over.getGreen()) / 2,
              (grey + over.getBlue()) / 2);
        });
  }

  /** Brightness by ITU-R BT.601, in thousandths. */
  private static int luma(Color color) {
    return (299 * color.getRed() + 587 * color.getGreen() + 114 * color.getBlue()) / 1000;
  }

  private interface Pixels {
    Color at(int y, int x);
  }

  private static BufferedImage painted(PixelSize size, Pixels pixels) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        image.setRGB(x, y, pixels.at(y, x).getRGB());
      }
    }
    return image;
  }

  /** What the colours mean. */
  private void bar(Graphics2D graphics, int top) {
    for (int x = 0; x < BAR_LENGTH; x++) {
      graphics.setColor(Palette.shade((x + 0.5) / BAR_LENGTH));
      graphics.fillRect(MARGIN + x, top, 1, BAR_THICKNESS);
    }
    graphics.setColor(Color.DARK_GRAY);
    int left = MARGIN + BAR_LENGTH + GAP;
    text(
        graphics,
        FONT,
        "evidence for the class: none to the map's largest",
        left,
        top + BAR_THICKNESS - 1,
        width() - left - MARGIN);
  }

  private static void text(
      Graphics2D graphics, Font font, String text, int left, int baseline, int room) {
    graphics.setFont(font);
    FontMetrics metrics = graphics.getFontMetrics();
    String fitting = Excerpt.visible(text);
    while (metrics.stringWidth(fitting) > room && fitting.length() > 1) {
      fitting = fitting.substring(0, fitting.length() - 2) + "…";
    }
    graphics.drawString(fitting, left, baseline);
  }
}
