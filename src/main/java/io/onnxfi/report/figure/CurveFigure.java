package io.onnxfi.report.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Values over a quantity, such as accuracy over the rate of bit errors: curves, each with a band
 * that is its interval.
 *
 * @param name see {@link Figure#name()}
 * @param title see {@link Figure#title()}
 * @param description see {@link Figure#description()}
 * @param x the quantity
 * @param valueTitle what the values are, with their unit; their axis is linear
 * @param series one curve each
 * @param levels horizontal lines to compare with, such as the fault-free accuracy
 * @param marks vertical lines where something happens
 */
public record CurveFigure(
    String name,
    String title,
    String description,
    Quantity x,
    String valueTitle,
    List<Series> series,
    List<Level> levels,
    List<Mark> marks)
    implements Figure {
  private static final int FEW = 4;
  private static final double OPACITY = 0.18;
  private static final double OPACITY_OF_MANY = 0.11;

  /** Checks and copies. */
  public CurveFigure {
    series = List.copyOf(series);
    levels = List.copyOf(levels);
    marks = marks.stream().sorted(Comparator.comparingDouble(Mark::x)).toList();
    for (Series one : series) {
      for (Point point : one.points()) {
        requirePlace(name, x, point.x());
      }
    }
    for (Mark mark : marks) {
      requirePlace(name, x, mark.x());
    }
    Set<String> names = new HashSet<>();
    Stream.concat(series.stream().map(Series::name), levels.stream().map(Level::label))
        .filter(one -> !names.add(one))
        .forEach(
            one -> {
              throw new IllegalArgumentException("%s: two are called %s".formatted(title, one));
            });
    if (series.stream().allMatch(one -> one.points().isEmpty())) {
      throw new IllegalArgumentException(name + ": no points");
    }
  }

  private static void requirePlace(String name, Quantity quantity, double x) {
    if (!Double.isFinite(x) || (quantity.isLogarithmic() && x <= 0)) {
      throw new IllegalArgumentException(
          "%s: %s has no place on a %s axis"
              .formatted(name, x, quantity.isLogarithmic() ? "logarithmic" : "linear"));
    }
  }

  /**
   * What the horizontal axis shows.
   *
   * @param title with its unit
   * @param isLogarithmic whether its axis is; then all of it is above 0
   */
  public record Quantity(String title, boolean isLogarithmic) {
    private static final double DUST = 1e-9;

    /**
     * A number as people and tables read it: {@code 2.3e-6} if logarithmic, {@code 0.05} if not.
     */
    public String text(double x) {
      BigDecimal number = BigDecimal.valueOf(x).stripTrailingZeros();
      if (!isLogarithmic) {
        return number.toPlainString();
      }
      int exponent = number.precision() - number.scale() - 1;
      String digits = number.scaleByPowerOfTen(-exponent).toPlainString();
      return "%se%d".formatted(digits, exponent);
    }

    /** Where on its axis a number stands: at its decimal logarithm if that is logarithmic. */
    public double place(double x) {
      return isLogarithmic ? Math.log10(x) : x;
    }

    /**
     * The label of a tick. XChart drops ticks until no two labels are equal, and makes room for the
     * longest: those between decades are blank, short, and different.
     */
    String label(double place) {
      if (!isLogarithmic) {
        return Ends.plain(place);
      }
      long nearest = Math.round(place);
      return Math.abs(nearest - place) < DUST
          ? "1e" + nearest
          : " ".repeat((int) Math.abs(20 * place) % 40);
    }
  }

  /**
   * One curve.
   *
   * @param name for the legend
   * @param style tells it from the others
   * @param points at most one at each x; in ascending order, once sorted
   */
  public record Series(String name, CurveStyle style, List<Point> points) {
    /** Sorts and copies. */
    public Series {
      Objects.requireNonNull(style, "style");
      points = points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
      for (int i = 1; i < points.size(); i++) {
        if (points.get(i).x() == points.get(i - 1).x()) {
          throw new IllegalArgumentException(
              "%s: two points at %s".formatted(name, points.get(i).x()));
        }
      }
    }

    /**
     * Where the curve begins and ends, for descriptions: {@code net: 91.48 at 1e-10, 10.02 at
     * 1e-3}.
     *
     * @param x the quantity of the figure
     */
    public String inWords(Quantity x) {
      List<Point> present = points.stream().filter(Point::isPresent).toList();
      if (present.isEmpty()) {
        return name + ": nothing measured";
      }
      Point first = present.get(0);
      Point last = present.get(present.size() - 1);
      return present.size() == 1
          ? "%s: %s".formatted(name, inWords(x, first))
          : "%s: %s, %s".formatted(name, inWords(x, first), inWords(x, last));
    }

    private static String inWords(Quantity x, Point point) {
      return String.format(Locale.ROOT, "%.2f at %s", point.value(), x.text(point.x()));
    }

    boolean hasIntervals() {
      return points.stream().anyMatch(Point::hasInterval);
    }
  }

  /**
   * One value. If it is not finite it is missing, and the curve has a gap there; without finite
   * ends of its interval the band has one.
   *
   * @param x where
   * @param value what was measured
   * @param low lower end of its interval
   * @param high upper end of its interval
   */
  public record Point(double x, double value, double low, double high) {
    /** Checks that the ends are in order. */
    public Point {
      if (low > high) {
        throw new IllegalArgumentException("an interval from %s to %s".formatted(low, high));
      }
    }

    /** A value without an interval. */
    public static Point of(double x, double value) {
      return new Point(x, value, Double.NaN, Double.NaN);
    }

    /** Whether there is a value. */
    public boolean isPresent() {
      return Double.isFinite(value);
    }

    /** Whether it has an interval. */
    public boolean hasInterval() {
      return isPresent() && Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /**
   * A horizontal line.
   *
   * @param value where
   * @param label for the legend: {@code fault-free accuracy, 91.48 %}
   */
  public record Level(double value, String label) {}

  /**
   * A vertical line.
   *
   * @param x where
   * @param label written above it: {@code −1 point: 2.3e-6}
   */
  public record Mark(double x, String label) {}

  /** Of its bands, 0 to 1: less where many lie upon each other. */
  public double opacity() {
    return series.size() > FEW ? OPACITY_OF_MANY : OPACITY;
  }

  /** Ends of the axis of values: round numbers, with all values and intervals between them. */
  public Ends values() {
    return Ends.around(
        Stream.concat(
                series.stream().flatMap(one -> one.points().stream()).flatMap(CurveFigure::drawn),
                levels.stream().map(Level::value))
            .filter(Double::isFinite)
            .mapToDouble(value -> value)
            .toArray());
  }

  private static Stream<Double> drawn(Point point) {
    return point.hasInterval()
        ? Stream.of(point.value(), point.low(), point.high())
        : Stream.of(point.value());
  }

  /**
   * Ends of the axis of the quantity, as {@link Quantity#place} has them: decades if logarithmic.
   */
  public Ends places() {
    double[] all =
        DoubleStream.concat(xs(), marks.stream().mapToDouble(Mark::x)).map(x::place).toArray();
    return x.isLogarithmic() ? Ends.wholeAround(all) : Ends.around(all);
  }

  private DoubleStream xs() {
    return series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::x);
  }

  @Override
  public DataTable table() {
    List<String> columns = new ArrayList<>(List.of(x.title()));
    for (Series one : series) {
      columns.add(one.name() + ", " + valueTitle);
      if (one.hasIntervals()) {
        columns.add(one.name() + ", from");
        columns.add(one.name() + ", to");
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    for (double place : xs().sorted().distinct().toArray()) {
      List<Object> row = new ArrayList<>(List.of(x.text(place)));
      for (Series one : series) {
        Optional<Point> point = one.points().stream().filter(p -> p.x() == place).findFirst();
        row.add(
            DataTable.cell(point.filter(Point::isPresent).map(Point::value).orElse(Double.NaN)));
        if (one.hasIntervals()) {
          Optional<Point> known = point.filter(Point::hasInterval);
          row.add(DataTable.cell(known.map(Point::low).orElse(Double.NaN)));
          row.add(DataTable.cell(known.map(Point::high).orElse(Double.NaN)));
        }
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
    return curves.apply(this);
  }
}
