package io.onnxfi.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Figures as XChart draws them on white paper. */
final class Charts {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int SQUARE = 620;
  private static final int AROUND_MAP = 110;
  private static final int ROW_HEIGHT = 18;
  private static final int LONG_NAME = 6;
  private static final double BAR_FILL = 0.8;
  private static final int MARKER_SIZE = 7;

  /** One marker per class of {@link ScatterFigure#CLASSES}, so that colour is not all. */
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE
  };

  private Charts() {}

  static CategoryChart bars(BarFigure figure) {
    CategoryChart chart = new CategoryChart(WIDTH, HEIGHT);
    chart.setTitle(figure.title());
    chart.setXAxisTitle(figure.categoryTitle());
    chart.setYAxisTitle(figure.valueTitle());
    onPaper(chart.getStyler());
    chart.getStyler().setStacked(figure.stacked());
    chart.getStyler().setAvailableSpaceFill(BAR_FILL);
    if (!figure.isBelowZero()) {
      chart.getStyler().setYAxisMin(0.0);
    }
    if (figure.categories().stream().anyMatch(name -> name.length() > LONG_NAME)
        && figure.categories().size() > LONG_NAME) {
      chart.getStyler().setXAxisLabelRotation(90);
    }
    List<Color> colors = new ArrayList<>();
    boolean isEmpty = figure.categories().isEmpty();
    List<String> categories = isEmpty ? List.of("none") : figure.categories();
    for (BarFigure.Series one : figure.series()) {
      List<Double> values =
          one.values().stream().map(value -> value.isNaN() ? (Double) 0.0 : value).toList();
      chart.addSeries(one.name(), categories, isEmpty ? List.of(0.0) : values);
      colors.add(Color.decode(one.color()));
    }
    chart.getStyler().setSeriesColors(colors.toArray(Color[]::new));
    return chart;
  }

  static HeatMapChart heatMap(HeatMapFigure figure) {
    HeatMapChart chart =
        new HeatMapChart(
            WIDTH,
            AROUND_MAP + ROW_HEIGHT * figure.rows().levels().size(),
            Styler.ChartTheme.XChart);
    chart.setTitle(figure.title());
    chart.setXAxisTitle(figure.columns().factor().title());
    onPaper(chart.getStyler());
    chart.getStyler().setLegendVisible(false); // see ColorBar
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setMin(0);
    chart.getStyler().setMax(1);
    chart
        .getStyler()
        .setRangeColors(Palette.SCALE.stream().map(Color::decode).toArray(Color[]::new));
    List<String> upwards = new ArrayList<>(figure.rows().levels());
    Collections.reverse(upwards);
    List<Number[]> cells = new ArrayList<>();
    for (HeatMapFigure.Cell cell : figure.cells()) {
      cells.add(
          new Number[] {
            cell.column(), upwards.size() - 1 - cell.row(), figure.shade(cell.percent())
          });
    }
    chart.addSeries(figure.valueTitle(), columns(figure), upwards, cells);
    return chart;
  }

  /** XChart takes numbers or texts, and not some of each, as bits and that there is none. */
  private static List<?> columns(HeatMapFigure figure) {
    List<String> levels = figure.columns().levels();
    List<Object> cells = figure.columns().cells();
    return cells.stream().allMatch(Number.class::isInstance) ? cells : levels;
  }

  static XYChart scatter(ScatterFigure figure) {
    XYChart chart = new XYChart(SQUARE, SQUARE);
    chart.setTitle(figure.title());
    chart.setXAxisTitle(figure.left() + ", " + figure.unit() + " + 1");
    chart.setYAxisTitle(figure.right() + ", " + figure.unit() + " + 1");
    onPaper(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setMarkerSize(MARKER_SIZE);
    double[] ends = {1, figure.images() + 1.0};
    XYSeries line = chart.addSeries("identity", ends, ends);
    line.setMarker(SeriesMarkers.NONE).setLineColor(Color.GRAY).setLineStyle(new BasicStroke(1));
    for (int place = 0; place < ScatterFigure.CLASSES.size(); place++) {
      List<ScatterFigure.Point> points = figure.points(place);
      if (!points.isEmpty()) {
        XYSeries series =
            chart.addSeries(
                ScatterFigure.CLASS_NAMES.get(place),
                points.stream().mapToDouble(p -> p.left() + 1.0).toArray(),
                points.stream().mapToDouble(p -> p.right() + 1.0).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(MARKERS[place]).setMarkerColor(Color.decode(Palette.side(place)));
      }
    }
    return chart;
  }

  /** What all charts look like. */
  static void onPaper(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartTitleBoxVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe3e6e9));
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    styler.setAntiAlias(true);
  }
}
