package io.onnxfi.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * A share by two factors, such as layer and bit; a place without faults has no cell.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param valueTitle what the values are; they are percentages from 0 to 100
 * @param floor if 0, shades grow with the value; else with its logarithm, from this percentage,
 *     which has the lowest shade with everything below it, to 100
 * @param rows from top to bottom
 * @param columns from left to right
 * @param cells where there are faults
 */
public record HeatMapFigure(
    String name,
    String title,
    String description,
    String valueTitle,
    double floor,
    Axis rows,
    Axis columns,
    List<Cell> cells)
    implements Figure {
  private static final double FULL = 100;

  /** Copies. */
  public HeatMapFigure {
    cells = List.copyOf(cells);
  }

  /**
   * A place in the map.
   *
   * @param row place in the rows, from 0
   * @param column place in the columns, from 0
   * @param percent the share, 0 to 100
   * @param faults on how many faults it rests
   */
  public record Cell(int row, int column, double percent, long faults) {}

  /** How far up the colour scale a percentage is, 0 to 1. */
  public double shade(double percent) {
    return shade(percent, floor);
  }

  /** The same on a scale with that floor. */
  static double shade(double percent, double floor) {
    if (floor == 0) {
      return percent / FULL;
    }
    return Math.log(Math.max(percent, floor) / floor) / Math.log(FULL / floor);
  }

  /** Percentages to be written beside the colour scale: every fifth, or every power of ten. */
  List<Double> ticks() {
    return floor == 0
        ? List.of(0.0, 20.0, 40.0, 60.0, 80.0, FULL)
        : DoubleStream.iterate(FULL, percent -> percent >= floor, percent -> percent / 10)
            .boxed()
            .toList();
  }

  @Override
  public DataTable table() {
    List<List<Object>> table = new ArrayList<>();
    for (Cell cell : cells) {
      table.add(
          List.of(
              rows.cell(cell.row()), columns.cell(cell.column()), cell.faults(), cell.percent()));
    }
    return new DataTable(
        name,
        title,
        List.of(rows.factor().title(), columns.factor().title(), "faults", valueTitle),
        columns.factor().isNumber() ? 1 : 2,
        table);
  }

  @Override
  public <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter,
      Function<IntervalFigure, R> intervals,
      Function<CurveFigure, R> curves) {
    return heatMap.apply(this);
  }
}
