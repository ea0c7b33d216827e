package io.onnxfi.report.figure;

import java.awt.Graphics2D;
import org.knowm.xchart.internal.chartpart.Chart;

/** Figures as drawings. */
final class Drawings {
  private Drawings() {}

  /** The drawing of a figure. */
  static Drawing of(Figure figure) {
    return figure.match(
        bars -> new OfChart(Charts.bars(bars)),
        map -> new OfMap(Charts.heatMap(map), map),
        scatter -> new OfChart(Charts.scatter(scatter)),
        intervals -> new OfChart(IntervalChart.of(intervals)),
        CurveDrawing::new);
  }

  /** As XChart draws it. */
  private record OfChart(Chart<?, ?> chart) implements Drawing {
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
  private record OfMap(Chart<?, ?> chart, HeatMapFigure map) implements Drawing {
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
