package io.onnxfi.report.figure;

import java.awt.Graphics2D;
import org.knowm.xchart.internal.chartpart.Chart;

/** A figure ready to be painted on white paper. */
interface Drawing {
  /** The drawing of a figure. */
  static Drawing of(Figure figure) {
    return figure.match(
        bars -> new OfChart(Charts.bars(bars)),
        map -> new OfMap(Charts.heatMap(map), map),
        scatter -> new OfChart(Charts.scatter(scatter)),
        intervals -> new OfChart(IntervalChart.of(intervals)),
        CurveDrawing::new);
  }

  /** Units of the layout. */
  int width();

  /** Units of the layout. */
  int height();

  /** Paints it from (0, 0). */
  void paint(Graphics2D graphics);

  /** As XChart draws it. */
  record OfChart(Chart<?, ?> chart) implements Drawing {
    @Override
    public int width() {
      return chart.getWidth();
    }

    @Override
    public int height() {
      return chart.getHeight();
    }

    @Override
    public void paint(Graphics2D graphics) {
      chart.paint(graphics, width(), height());
    }
  }

  /** With its colours explained below the chart. */
  record OfMap(Chart<?, ?> chart, HeatMapFigure map) implements Drawing {
    @Override
    public int width() {
      return chart.getWidth();
    }

    @Override
    public int height() {
      return chart.getHeight() + ColorBar.HEIGHT;
    }

    @Override
    public void paint(Graphics2D graphics) {
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
      graphics.translate(0, chart.getHeight());
      ColorBar.paint(graphics, map, chart.getWidth());
    }
  }
}
