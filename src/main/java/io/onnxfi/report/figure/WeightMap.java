package io.onnxfi.report.figure;

import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.Figures;
import io.onnxfi.report.RunSide;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which weights and bits of one layer are critical: a picture with a column for each weight, or for
 * some neighbouring ones, and a row for each bit, the highest on top.
 *
 * <p>Weights are in row-major order of their indices; those that the list does not name have no
 * place. There are as many columns as leave few cells without faults, at most {@value #WIDEST}.
 */
public final class WeightMap {
  /** Faults in a layer from which on its picture says more than the map of all layers. */
  public static final int LEAST = 2_000;

  private static final int WIDEST = 1_000;
  private static final int MOST_MARKS = 16;

  /** Share of the cells that may be blank, if faults are drawn at random. */
  private static final double MOST_BLANK = 0.05;

  /** One image of 10,000, in percent, as in the map of all layers. */
  private static final double RARE = 0.01;

  private final RunSide side;
  private final String layer;
  private final List<Point> points;
  private final List<TensorIndex> weights;
  private final int highestBit;
  private final int lowestBit;
  private final int columns;
  private final double[][] percent; // [row][column], NaN without faults

  private WeightMap(RunSide side, String layer, List<Point> points) {
    this.side = side;
    this.layer = layer;
    this.points = points;
    Map<TensorIndex, Integer> ranks = new TreeMap<>(ORDER);
    points.forEach(point -> ranks.put(point.weight(), 0));
    this.weights = List.copyOf(ranks.keySet());
    for (int rank = 0; rank < weights.size(); rank++) {
      ranks.put(weights.get(rank), rank);
    }
    this.highestBit = points.stream().mapToInt(Point::bit).max().orElseThrow();
    this.lowestBit = points.stream().mapToInt(Point::bit).min().orElseThrow();
    this.columns = columns(weights.size(), (double) points.size() / weights.size() / rows());
    long[][] critical = new long[rows()][columns];
    long[][] images = new long[rows()][columns];
    for (Point point : points) {
      int row = highestBit - point.bit();
      int column = column(ranks.get(point.weight()));
      critical[row][column] += point.outcome().counts().critical();
      images[row][column] += point.outcome().counts().images();
    }
    this.percent = new double[rows()][columns];
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns; column++) {
        percent[row][column] = FaultGroup.percent(critical[row][column], images[row][column]);
      }
    }
  }

  private static final Comparator<TensorIndex> ORDER =
      (a, b) -> Arrays.compare(a.coordinates(), b.coordinates());

  /** A fault in one bit of one weight. */
  private record Point(TensorIndex weight, int bit, TrialOutcome outcome) {}

  /**
   * A place on the axis of the weights.
   *
   * @param column from 0
   * @param text the first coordinate of the weights from there on
   */
  public record Mark(int column, String text) {}

  /** The pictures of the layers of a side that have {@value #LEAST} faults or more. */
  public static List<WeightMap> of(RunSide side) {
    Map<String, List<Point>> layers = new LinkedHashMap<>();
    for (TrialOutcome outcome : side.trials()) {
      Trial trial = outcome.trial();
      Fault fault = trial.faults().get(0);
      if (trial.faults().size() == 1
          && fault.site().bit().isPresent()
          && fault.site().extent().equals(Extent.WEIGHT)) {
        layers
            .computeIfAbsent(trial.layer(), name -> new ArrayList<>())
            .add(new Point(fault.site().index(), fault.site().bit().getAsInt(), outcome));
      }
    }
    return layers.entrySet().stream()
        .filter(entry -> entry.getValue().size() >= LEAST)
        .map(entry -> new WeightMap(side, entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * A cell of n bits, of which each is in the list with some probability, is blank with (1 −
   * probability)^n.
   */
  private static int columns(int weights, double probability) {
    double most =
        probability < 1 ? weights * Math.log1p(-probability) / Math.log(MOST_BLANK) : weights;
    return (int) Math.max(1, Math.min(most, Math.min(WIDEST, weights)));
  }

  private int column(int rank) {
    return Math.toIntExact((long) rank * columns / weights.size());
  }

  /** Name fit for files, as {@link Figure#name()}. */
  public String name() {
    return "critical-weights-%s-%s".formatted(Figure.name(layer), RunFigures.name(side));
  }

  /** A heading. */
  public String title() {
    return "Critical weights and bits of %s: %s".formatted(layer, side.title());
  }

  /** What is drawn. */
  public String description() {
    long critical = points.stream().filter(p -> p.outcome().counts().critical() > 0).count();
    return "Share of (fault, %s) pairs with a different predicted class; one bit in each row, %s, from"
            .formatted(side.unit().one(), widths())
        + " %s to %s in row-major order. %s faults in %s weights; critical at least once: %s."
            .formatted(
                weights.get(0),
                weights.get(weights.size() - 1),
                Figures.count(points.size()),
                Figures.count(weights.size()),
                Figures.share(critical, points.size()));
  }

  private String widths() {
    return columns == weights.size()
        ? "one weight in each column"
        : "%s neighbouring weights of the list in each of %s columns"
            .formatted(
                String.format(Locale.ROOT, "%.1f", (double) weights.size() / columns),
                Figures.count(columns));
  }

  /** Number of rows: of the highest to the lowest bit. */
  public int rows() {
    return highestBit - lowestBit + 1;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The bit of a row, from 0 at the top. */
  public int bit(int row) {
    return highestBit - row;
  }

  /** Critical pairs in percent, 0 to 100; NaN where there are no faults. */
  public double percent(int row, int column) {
    return percent[row][column];
  }

  /**
   * Where the first coordinate of the weights changes, or some of these places if they are many.
   */
  public List<Mark> marks() {
    List<Mark> all = new ArrayList<>();
    long last = -1;
    for (int rank = 0; rank < weights.size(); rank++) {
      long[] coordinates = weights.get(rank).coordinates();
      if (coordinates.length > 0 && coordinates[0] != last) {
        last = coordinates[0];
        all.add(new Mark(column(rank), Long.toString(last)));
      }
    }
    int step = (all.size() + MOST_MARKS - 1) / MOST_MARKS;
    List<Mark> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  /** The picture, a pixel for each cell; transparent where there are no faults. */
  public BufferedImage picture() {
    BufferedImage picture = new BufferedImage(columns, rows(), BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns; column++) {
        double value = percent[row][column];
        if (!Double.isNaN(value)) {
          picture.setRGB(column, row, Palette.shade(HeatMapFigure.shade(value, RARE)).getRGB());
        }
      }
    }
    return picture;
  }
}
