package io.onnxfi.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Rates as markers on the lines of their intervals, of which XChart has only symmetric ones. */
final class IntervalChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int MARKER_SIZE = 6;
  private static final int LETTER_WIDTH = 7;

  /** As many different blank labels as five characters make. */
  private static final int BLANKS = 32;

  private static final double FULL = 100;

  /** Share of a category's width in which its rates stand. */
  private static final double FILL = 0.7;

  /** One marker per series, so that colour is not all. */
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS);

  private IntervalChart() {}

  static XYChart of(IntervalFigure figure) {
    List<String> levels = figure.categories().levels();
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    chart.setTitle(figure.title());
    chart.setXAxisTitle(figure.categories().factor().title());
    chart.setYAxisTitle(figure.valueTitle());
    Charts.onPaper(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(figure.floor());
    chart.getStyler().setYAxisMax(FULL);
    chart.getStyler().setXAxisMin(-0.5);
    chart.getStyler().setXAxisMax(levels.size() - 0.5);
    chart.getStyler().setXAxisTickMarkSpacingHint(Math.max(1, WIDTH / (levels.size() + 2)));
    chart.getStyler().setxAxisTickLabelsFormattingFunction(place -> label(levels, place));
    int longest = levels.stream().mapToInt(String::length).max().orElseThrow();
    if (longest * LETTER_WIDTH > WIDTH / (levels.size() + 1)) {
      chart.getStyler().setXAxisLabelRotation(90);
    }
    chart.getStyler().setMarkerSize(MARKER_SIZE);
    for (int place = 0; place < figure.series().size(); place++) {
      draw(figure, place, chart);
    }
    return chart;
  }

  /**
   * XChart drops ticks until no two have the same label, and makes room for the longest: those of
   * ticks between levels are blank, short, and different.
   */
  private static String label(List<String> levels, double place) {
    long nearest = Math.round(place);
    return nearest == place && nearest >= 0 && nearest < levels.size()
        ? levels.get((int) nearest)
        : Integer.toBinaryString((int) Math.abs(2 * place) % BLANKS)
            .replace('0', ' ')
            .replace('1', '\u00a0');
  }

  private static void draw(IntervalFigure figure, int place, XYChart chart) {
    IntervalFigure.Series series = figure.series().get(place);
    Color color = Color.decode(series.color());
    int count = figure.series().size();
    double aside = FILL * ((place + 0.5) / count - 0.5);
    double[] at = new double[series.rates().size()];
    double[] rates = new double[at.length];
    int drawn = 0;
    for (int category = 0; category < at.length; category++) {
      Optional<IntervalFigure.Rate> rate = series.rates().get(category);
      if (rate.isPresent()) {
        at[drawn] = category + aside;
        rates[drawn] = figure.shown(rate.get().percent());
        double[] ends = {figure.shown(rate.get().low()), figure.shown(rate.get().high())};
        XYSeries line =
            chart.addSeries(
                "%s %d".formatted(series.name(), category),
                new double[] {at[drawn], at[drawn]},
                ends);
        line.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
        line.setLineColor(color).setLineStyle(new BasicStroke(1.2f));
        drawn++;
      }
    }
    if (drawn > 0) {
      XYSeries markers =
          chart.addSeries(series.name(), Arrays.copyOf(at, drawn), Arrays.copyOf(rates, drawn));
      markers.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      markers.setMarker(MARKERS.get(place % MARKERS.size())).setMarkerColor(color);
    }
  }
}
