package io.onnxfi.report.figure;

import java.util.List;
import java.util.function.Function;

/**
 * Counts of one side against those of another, a point for all faults with the same two counts.
 *
 * <p>Drawn with logarithmic axes over count + 1, so that 0 has a place; equal counts lie on the
 * identity line.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param left name of the side on the horizontal axis
 * @param right name of the side on the vertical axis
 * @param unit what is counted
 * @param images the largest possible count
 * @param points sorted by their counts
 */
public record ScatterFigure(
    String name,
    String title,
    String description,
    String left,
    String right,
    String unit,
    long images,
    List<Point> points)
    implements Figure {
  /** Points are told apart by how many faults they stand for: at least this many. */
  public static final List<Long> CLASSES = List.of(1L, 2L, 10L);

  /** Names of the {@link #CLASSES}. */
  public static final List<String> CLASS_NAMES =
      List.of("1 fault", "2 to 9 faults", "10 or more faults");

  /** Copies. */
  public ScatterFigure {
    points = List.copyOf(points);
  }

  /**
   * Faults with the same counts.
   *
   * @param left count of the left side, images
   * @param right count of the right side, images
   * @param faults how many
   */
  public record Point(long left, long right, long faults) {}

  /** The points of one of the {@link #CLASSES}. */
  public List<Point> points(int place) {
    long least = CLASSES.get(place);
    long next = place + 1 < CLASSES.size() ? CLASSES.get(place + 1) : Long.MAX_VALUE;
    return points.stream().filter(p -> p.faults() >= least && p.faults() < next).toList();
  }

  @Override
  public DataTable table() {
    return new DataTable(
        name,
        title,
        List.of(left + ", " + unit, right + ", " + unit, "faults"),
        0,
        points.stream().map(p -> List.<Object>of(p.left(), p.right(), p.faults())).toList());
  }

  @Override
  public <R> R match(
      Function<BarFigure, R> bars,
      Function<HeatMapFigure, R> heatMap,
      Function<ScatterFigure, R> scatter,
      Function<IntervalFigure, R> intervals,
      Function<CurveFigure, R> curves) {
    return scatter.apply(this);
  }
}
