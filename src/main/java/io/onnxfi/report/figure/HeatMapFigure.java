package io.onnxfi.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * A share by layer and bit; a place without faults has no cell.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param valueTitle what the values are; they are percentages from 0 to 100
 * @param floor if 0, shades grow with the value; else with its logarithm, from this percentage,
 *     which has the lowest shade with everything below it, to 100
 * @param layers from top to bottom
 * @param bits positions, from left to right
 * @param cells where there are faults
 */
public record HeatMapFigure(
    String name,
    String title,
    String description,
    String valueTitle,
    double floor,
    List<String> layers,
    List<Integer> bits,
    List<Cell> cells)
    implements Figure {
  private static final double FULL = 100;

  /** Copies. */
  public HeatMapFigure {
    layers = List.copyOf(layers);
    bits = List.copyOf(bits);
    cells = List.copyOf(cells);
  }

  /**
   * A place in the map.
   *
   * @param layer place in the layers, from 0
   * @param bit place in the bits, from 0
   * @param percent the share, 0 to 100
   * @param faults on how many faults it rests
   */
  public record Cell(int layer, int bit, double percent, long faults) {}

  /** How far up the colour scale a percentage is, 0 to 1. */
  public double shade(double percent) {
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
    List<List<Object>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      rows.add(
          List.of(
              layers.get(cell.layer()),
              bits.get(cell.bit()).longValue(),
              cell.faults(),
              cell.percent()));
    }
    return new DataTable(name, title, List.of("layer", "bit", "faults", valueTitle), 1, rows);
  }

  @Override
  public <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter) {
    return heatMap.apply(this);
  }
}
