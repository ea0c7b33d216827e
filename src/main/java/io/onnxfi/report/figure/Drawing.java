package io.onnxfi.report.figure;

import java.awt.Graphics2D;
import java.util.Optional;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A figure ready to be painted on white paper.
 *
 * @param chart as XChart draws it
 * @param map the map whose colours are explained below the chart, if it is one
 */
record Drawing(Chart<?, ?> chart, Optional<HeatMapFigure> map) {
  static Drawing of(Figure figure) {
    return new Drawing(
        Charts.of(figure),
        figure.<Optional<HeatMapFigure>>match(
            bars -> Optional.empty(),
            Optional::of,
            scatter -> Optional.empty(),
            intervals -> Optional.empty()));
  }

  int width() {
    return chart.getWidth();
  }

  int height() {
    return chart.getHeight() + (map.isPresent() ? ColorBar.HEIGHT : 0);
  }

  void paint(Graphics2D graphics) {
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    map.ifPresent(
        figure -> {
          graphics.translate(0, chart.getHeight());
          ColorBar.paint(graphics, figure, chart.getWidth());
        });
  }
}
