package io.onnxfi.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves before their bands, of which XChart has none: they are polygons.
 *
 * <p>On a logarithmic axis x is the logarithm, as XChart's own logarithmic axis takes no labels.
 */
final class CurveChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 400;
  private static final float LINE = 1.6f;
  private static final int OPAQUE = 255;

  static final Color LEVEL_COLOR = Color.GRAY;
  static final BasicStroke LEVEL_STROKE =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);

  private CurveChart() {}

  static XYChart of(CurveFigure figure) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    chart.setXAxisTitle(figure.x().title());
    chart.setYAxisTitle(figure.valueTitle());
    XYStyler styler = chart.getStyler();
    Charts.onPaper(styler);
    styler.setChartTitleVisible(false).setLegendVisible(false);
    Ends places = figure.places();
    styler.setXAxisMin(places.from());
    styler.setXAxisMax(places.to());
    styler.setXAxisTickMarkSpacingHint(
        (int)
            Math.max(1, WIDTH * places.step() / (places.to() - places.from() + 2 * places.step())));
    styler.setxAxisTickLabelsFormattingFunction(figure.x()::label);
    Ends values = figure.values();
    styler.setYAxisMin(values.from());
    styler.setYAxisMax(values.to());
    styler.setyAxisTickLabelsFormattingFunction(values::text);
    figure.series().forEach(one -> band(chart, figure, one));
    figure.levels().forEach(level -> level(chart, level, places));
    figure.series().forEach(one -> curve(chart, figure, one));
    return chart;
  }

  /** A polygon for every stretch of points with intervals, a line for one that is alone. */
  private static void band(XYChart chart, CurveFigure figure, CurveFigure.Series series) {
    Color color = Color.decode(series.style().color());
    int alpha = (int) Math.round(OPAQUE * figure.opacity());
    for (List<CurveFigure.Point> stretch : stretches(series.points())) {
      double[] x =
          DoubleStream.concat(
                  stretch.stream().mapToDouble(CurveFigure.Point::x),
                  backwards(stretch).stream().mapToDouble(CurveFigure.Point::x))
              .map(figure.x()::place)
              .toArray();
      double[] y =
          DoubleStream.concat(
                  stretch.stream().mapToDouble(CurveFigure.Point::low),
                  backwards(stretch).stream().mapToDouble(CurveFigure.Point::high))
              .toArray();
      XYSeries band =
          chart.addSeries("band of %s from %s".formatted(series.name(), stretch.get(0).x()), x, y);
      band.setMarker(SeriesMarkers.NONE);
      if (stretch.size() > 1) {
        band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        band.setLineStyle(SeriesLines.NONE);
        band.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
      } else {
        band.setLineColor(color).setLineStyle(new BasicStroke(1.2f));
      }
    }
  }

  private static List<CurveFigure.Point> backwards(List<CurveFigure.Point> points) {
    List<CurveFigure.Point> reversed = new ArrayList<>(points);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Points with intervals that follow each other. */
  private static List<List<CurveFigure.Point>> stretches(List<CurveFigure.Point> points) {
    List<List<CurveFigure.Point>> stretches = new ArrayList<>();
    boolean isGap = true;
    for (CurveFigure.Point point : points) {
      if (point.hasInterval()) {
        if (isGap) {
          stretches.add(new ArrayList<>());
        }
        stretches.get(stretches.size() - 1).add(point);
      }
      isGap = !point.hasInterval();
    }
    return stretches;
  }

  private static void level(XYChart chart, CurveFigure.Level level, Ends places) {
    XYSeries line =
        chart.addSeries(
            "level " + level,
            new double[] {places.from(), places.to()},
            new double[] {level.value(), level.value()});
    line.setMarker(SeriesMarkers.NONE).setLineColor(LEVEL_COLOR).setLineStyle(LEVEL_STROKE);
  }

  private static void curve(XYChart chart, CurveFigure figure, CurveFigure.Series series) {
    CurveStyle style = series.style();
    Color color = Color.decode(style.color());
    XYSeries curve =
        chart.addSeries(
            series.name(),
            series.points().stream().mapToDouble(p -> figure.x().place(p.x())).toArray(),
            series.points().stream()
                .mapToDouble(point -> point.isPresent() ? point.value() : Double.NaN)
                .toArray());
    curve.setLineColor(color).setLineStyle(stroke(style));
    curve.setMarkerColor(color).setMarker(new CurveMarker(style));
  }

  static BasicStroke stroke(CurveStyle style) {
    if (style.dash().isEmpty()) {
      return new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }
    float[] lengths = new float[style.dash().size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = style.dash().get(i);
    }
    return new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, lengths, 0);
  }

  /** Marks of our own. */
  private static final class CurveMarker extends Marker {
    private final CurveStyle style;

    CurveMarker(CurveStyle style) {
      this.style = style;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
      style.paint(graphics, x, y);
    }
  }
}
