package io.onnxfi.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** What the colours of a map mean, drawn below it: XChart's own legend knows no logarithms. */
final class ColorBar {
  /** Height with title and labels. */
  static final int HEIGHT = 52;

  private static final int STEPS = 120;
  private static final int LENGTH = 360;
  private static final int THICKNESS = 12;
  private static final int TITLE_BASELINE = 10;
  private static final int TOP = 16;
  private static final int LABEL_BASELINE = 44;

  private ColorBar() {}

  /**
   * Draws title, bar and labels, centred.
   *
   * @param width of the paper
   */
  static void paint(Graphics2D graphics, HeatMapFigure figure, int width) {
    double left = (width - LENGTH) / 2.0;
    for (int step = 0; step < STEPS; step++) {
      graphics.setColor(Palette.shade((step + 0.5) / STEPS));
      double from = left + (double) LENGTH * step / STEPS;
      // Overlapping by half a unit, so that no seams show.
      graphics.fill(new Rectangle2D.Double(from, TOP, LENGTH / (double) STEPS + 0.5, THICKNESS));
    }
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    centre(graphics, figure.valueTitle(), width / 2.0, TITLE_BASELINE);
    for (double percent : figure.ticks()) {
      double place = left + LENGTH * figure.shade(percent);
      graphics.fill(new Rectangle2D.Double(place - 0.5, TOP + THICKNESS, 1, 4));
      String below = percent == figure.floor() && percent > 0 ? "\u2264 " : "";
      centre(
          graphics,
          below
              + (percent < 1 && percent > 0
                  ? percent
                  : String.format(Locale.ROOT, "%.0f", percent)),
          place,
          LABEL_BASELINE);
    }
  }

  private static void centre(Graphics2D graphics, String text, double x, int baseline) {
    double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
    graphics.drawString(text, (float) (x - width / 2), baseline);
  }
}
