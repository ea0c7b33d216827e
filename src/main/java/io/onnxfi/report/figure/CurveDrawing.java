package io.onnxfi.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Curves with what XChart cannot draw: labels of vertical lines above the plot, and a legend below
 * in as many lines as it needs.
 */
final class CurveDrawing implements Drawing {
  private static final int TITLE = 34;
  private static final int TITLE_BASELINE = 24;
  private static final int FLAG = 15;

  /** So wide is the plot before it is known: what is left of the paper beside axis and margins. */
  private static final double PLOT_SHARE = 0.84;

  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private static final BasicStroke POLE =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {4, 3}, 0);

  private final CurveFigure figure;
  private final XYChart chart;
  private final CurveLegend legend;
  private final int above;

  CurveDrawing(CurveFigure figure) {
    this.figure = figure;
    this.chart = CurveChart.of(figure);
    this.legend = new CurveLegend(figure, chart.getWidth());
    this.above = TITLE + FLAG * rows();
  }

  /** Rows of labels, by where the lines will be. */
  private int rows() {
    Ends ends = figure.places();
    double width = PLOT_SHARE * chart.getWidth();
    return Flag.place(
            figure.marks(),
            x -> (figure.x().place(x) - ends.from()) / (ends.to() - ends.from()) * width,
            width,
            FONT)
        .stream()
        .mapToInt(flag -> flag.row() + 1)
        .max()
        .orElse(0);
  }

  @Override
  public int width() {
    return chart.getWidth();
  }

  @Override
  public int height() {
    return above + chart.getHeight() + legend.height();
  }

  @Override
  public void paint(Graphics2D graphics) {
    graphics.translate(0, above);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    flags(graphics);
    graphics.translate(0, chart.getHeight());
    legend.paint(graphics);
    graphics.translate(0, -chart.getHeight() - above);
    graphics.setColor(Color.BLACK);
    graphics.setFont(TITLE_FONT);
    double width = Flag.width(figure.title(), TITLE_FONT);
    graphics.drawString(figure.title(), (float) Math.max(0, (width() - width) / 2), TITLE_BASELINE);
  }

  /** Lines and labels, at the places that the chart has found for its axes. */
  private void flags(Graphics2D graphics) {
    double bottom = chart.getScreenYFromChart(figure.values().from());
    List<Flag> flags =
        Flag.place(
            figure.marks(),
            x -> chart.getScreenXFromChart(figure.x().place(x)),
            width() - 8.0,
            FONT);
    graphics.setColor(Color.DARK_GRAY);
    graphics.setStroke(POLE);
    for (Flag flag : flags) {
      graphics.draw(new Line2D.Double(flag.at(), top(flag), flag.at(), bottom));
    }
    graphics.setFont(FONT);
    for (Flag flag : flags) {
      graphics.setColor(Color.WHITE);
      graphics.fill(new Rectangle2D.Double(flag.left() + 1, top(flag), flag.width(), FLAG - 2));
      graphics.setColor(Color.BLACK);
      graphics.drawString(flag.label(), (float) flag.left() + 4, (float) top(flag) + 10);
    }
  }

  /** Of a label, above the plot. */
  private static double top(Flag flag) {
    return -8.0 - FLAG * flag.row();
  }
}
