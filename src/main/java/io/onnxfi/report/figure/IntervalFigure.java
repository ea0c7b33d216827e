package io.onnxfi.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rates with their intervals at the levels of a factor, those of several series side by side.
 *
 * <p>Drawn with a logarithmic axis of values from {@link #floor} to 100 %; what is below stands at
 * its lower end.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param categories along the axis
 * @param valueTitle what the values are; they are percentages from 0 to 100
 * @param floor the lower end of the axis, a percentage above 0
 * @param series one rate per category each
 */
public record IntervalFigure(
    String name,
    String title,
    String description,
    Axis categories,
    String valueTitle,
    double floor,
    List<Series> series)
    implements Figure {
  /** Checks and copies. */
  public IntervalFigure {
    series = List.copyOf(series);
    for (Series one : series) {
      if (one.rates().size() != categories.levels().size()) {
        throw new IllegalArgumentException(
            "%s: %d categories, but %d rates"
                .formatted(name, categories.levels().size(), one.rates().size()));
      }
    }
  }

  /**
   * Rates of one colour.
   *
   * @param name for the legend
   * @param color as {@code #rrggbb}
   * @param rates one per category; none where there is no fault
   */
  public record Series(String name, String color, List<Optional<Rate>> rates) {
    /** Copies. */
    public Series {
      rates = List.copyOf(rates);
    }
  }

  /**
   * A rate in percent.
   *
   * @param percent 0 to 100
   * @param low lower end of its interval
   * @param high upper end of its interval
   * @param faults on how many faults it rests
   */
  public record Rate(double percent, double low, double high, long faults) {}

  /** Where on the axis of values a percentage stands: at the floor if it is below. */
  public double shown(double percent) {
    return Math.max(percent, floor);
  }

  @Override
  public DataTable table() {
    List<String> columns = new ArrayList<>(List.of(categories.factor().title()));
    for (Series one : series) {
      columns.add(one.name() + ", faults");
      columns.add(one.name() + ", " + valueTitle);
      columns.add(one.name() + ", from");
      columns.add(one.name() + ", to");
    }
    List<List<Object>> rows = new ArrayList<>();
    for (int place = 0; place < categories.levels().size(); place++) {
      List<Object> row = new ArrayList<>(List.of(categories.levels().get(place)));
      for (Series one : series) {
        row.addAll(cells(one.rates().get(place)));
      }
      rows.add(row);
    }
    return new DataTable(name, title, columns, 1, rows);
  }

  private static List<Object> cells(Optional<Rate> rate) {
    return rate.<List<Object>>map(r -> List.of(r.faults(), r.percent(), r.low(), r.high()))
        .orElse(List.of(0L, "", "", ""));
  }

  @Override
  public <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter,
      Function<IntervalFigure, R> intervals,
      Function<CurveFigure, R> curves) {
    return intervals.apply(this);
  }
}
