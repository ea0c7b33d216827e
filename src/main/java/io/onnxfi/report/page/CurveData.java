package io.onnxfi.report.page;

import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.CurveStyle;
import io.onnxfi.report.figure.Ends;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Curves as {@code curves.js} takes them. */
final class CurveData {
  private CurveData() {}

  static Map<String, Object> of(CurveFigure figure) {
    return Map.of(
        "kind", "curves",
        "xTitle", figure.x().title(),
        "logarithmic", figure.x().isLogarithmic(),
        "places", ends(figure.places()),
        "valueTitle", figure.valueTitle(),
        "values", ends(figure.values()),
        "opacity", figure.opacity(),
        "series", figure.series().stream().map(one -> series(figure, one)).toList(),
        "levels",
            figure.levels().stream()
                .map(level -> Map.of("value", level.value(), "label", level.label()))
                .toList(),
        "marks",
            figure.marks().stream()
                .map(mark -> Map.of("x", figure.x().place(mark.x()), "label", mark.label()))
                .toList());
  }

  private static Map<String, Object> series(CurveFigure figure, CurveFigure.Series one) {
    CurveStyle style = one.style();
    return Map.of(
        "name", one.name(),
        "color", style.color(),
        "path", style.shape().path(),
        "hollow", style.isHollow(),
        "dash", style.dash(),
        "points", one.points().stream().map(point -> point(figure, point)).toList());
  }

  private static List<Double> ends(Ends ends) {
    return List.of(ends.from(), ends.to(), ends.step());
  }

  /** Place, its text, value, ends of its interval; null stands for none. */
  private static List<Object> point(CurveFigure figure, CurveFigure.Point point) {
    return Arrays.asList(
        figure.x().place(point.x()),
        figure.x().text(point.x()),
        point.isPresent() ? point.value() : null,
        point.hasInterval() ? point.low() : null,
        point.hasInterval() ? point.high() : null);
  }
}
