package io.onnxfi.report.figure;

import java.util.Locale;
import java.util.function.Function;

/** The data of a figure, independent of what draws it. */
public sealed interface Figure
    permits BarFigure, HeatMapFigure, ScatterFigure, IntervalFigure, CurveFigure {
  /** A name fit for files and fragments: lower-case letters, digits, hyphens, underscores. */
  String name();

  /** A heading. */
  String title();

  /** What is drawn and what stands out, for those who read it and those who cannot see it. */
  String description();

  /** The same numbers as a table. */
  DataTable table();

  /** Applies the function for this kind of figure. */
  <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter,
      Function<IntervalFigure, R> intervals,
      Function<CurveFigure, R> curves);

  /** A text as a {@link #name()}. */
  static String name(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
