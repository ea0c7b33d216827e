package io.onnxfi.testing;

import io.onnxfi.report.figure.BarFigure;
import io.onnxfi.report.figure.CurveFigure;
import io.onnxfi.report.figure.CurveStyle;
import io.onnxfi.report.figure.DataTable;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.page.StudyPage;
import java.util.List;

/** A small page of a study. */
public final class StudyPages {
  private StudyPages() {}

  /**
   * Curves over a logarithmic and a linear axis, bars that hang down, and a table.
   *
   * @param name in every place that takes a text
   */
  public static StudyPage named(String name) {
    List<CurveFigure.Point> points =
        List.of(
            new CurveFigure.Point(1e-9, 91, 90, 92),
            new CurveFigure.Point(1e-8, 88, 84, 90),
            new CurveFigure.Point(1e-7, Double.NaN, Double.NaN, Double.NaN),
            new CurveFigure.Point(1e-6, 60, 40, 70),
            CurveFigure.Point.of(1e-5, 10));
    Figure bars =
        new BarFigure(
            "loss-by-layer",
            name,
            name,
            "layer",
            "accuracy lost, %",
            List.of(name, "fc"),
            List.of(),
            List.of(new BarFigure.Series(name, "#0072b2", List.of(1.25, -0.5))),
            false);
    return new StudyPage(
        name,
        name,
        List.of(name),
        List.of(name),
        List.of(
            new StudyPage.Section(
                name,
                List.of(name),
                List.of(
                    curves(name, "accuracy-by-rate", true, points),
                    curves(name, "accuracy-by-noise", false, points)),
                List.of(new DataTable("rates", name, List.of(name), 1, List.of(List.of(name))))),
            new StudyPage.Section(name, List.of(), List.of(bars), List.of())),
        name,
        List.of(new StudyPage.Fact(name, name)));
  }

  private static CurveFigure curves(
      String text, String name, boolean isLogarithmic, List<CurveFigure.Point> points) {
    return new CurveFigure(
        name,
        text,
        text,
        new CurveFigure.Quantity(text, isLogarithmic),
        text,
        List.of(
            new CurveFigure.Series(text, CurveStyle.of(0), points),
            new CurveFigure.Series("noisy", CurveStyle.of(0, 1), points)),
        List.of(new CurveFigure.Level(91.5, "fault-free " + text)),
        List.of(new CurveFigure.Mark(2e-8, text), new CurveFigure.Mark(1e-5, text)));
  }
}
