package io.onnxfi.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Bars over categories, in groups or on top of each other.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param categoryTitle what the categories are
 * @param valueTitle what the values are, with their unit
 * @param categories names of the categories
 * @param faults number of faults in each category; empty if that says nothing
 * @param series one value per category each
 * @param stacked whether the bars of a category stand on each other
 */
public record BarFigure(
    String name,
    String title,
    String description,
    String categoryTitle,
    String valueTitle,
    List<String> categories,
    List<Long> faults,
    List<Series> series,
    boolean stacked)
    implements Figure {
  /** Checks and copies. */
  public BarFigure {
    categories = List.copyOf(categories);
    faults = List.copyOf(faults);
    series = List.copyOf(series);
    for (Series one : series) {
      if (one.values().size() != categories.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %d categories, but %d values",
                name,
                categories.size(),
                one.values().size()));
      }
    }
  }

  /**
   * Bars of one colour.
   *
   * @param name for the legend
   * @param color as {@code #rrggbb}
   * @param values one per category; NaN where there is none
   */
  public record Series(String name, String color, List<Double> values) {
    /** Copies. */
    public Series {
      values = List.copyOf(values);
    }
  }

  /** Whether a bar hangs down. */
  public boolean isBelowZero() {
    return series.stream().flatMap(one -> one.values().stream()).anyMatch(value -> value < 0);
  }

  @Override
  public DataTable table() {
    List<String> columns = new ArrayList<>(List.of(categoryTitle));
    if (!faults.isEmpty()) {
      columns.add("faults");
    }
    series.forEach(one -> columns.add(one.name() + ", " + valueTitle));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(categories.get(i)));
      if (!faults.isEmpty()) {
        row.add(faults.get(i));
      }
      for (Series one : series) {
        row.add(DataTable.cell(one.values().get(i)));
      }
      rows.add(row);
    }
    return new DataTable(name, title, columns, 1, rows);
  }

  @Override
  public <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter,
      Function<IntervalFigure, R> intervals,
      Function<CurveFigure, R> curves) {
    return bars.apply(this);
  }
}
