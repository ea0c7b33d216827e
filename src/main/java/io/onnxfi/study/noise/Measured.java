package io.onnxfi.study.noise;

import io.onnxfi.run.Accuracy;
import io.onnxfi.study.AccuracyCells;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** All accuracies that a study has measured so far: {@code samples.csv}. */
final class Measured implements AutoCloseable {
  private static final String FILE = "samples.csv";
  private static final int NETWORK = NetworkKey.COLUMNS.size();
  private static final int KEY = NETWORK + 3;
  private static final int BACKEND = NETWORK + 2;

  private final ResultTable table;

  private Measured(ResultTable table) {
    this.table = table;
  }

  /**
   * Opens the table of a folder.
   *
   * @param images of every accuracy
   */
  static Measured open(Path folder, long images) {
    List<String> header = new ArrayList<>(NetworkKey.COLUMNS);
    header.addAll(List.of("alpha_test", "sample", "backend"));
    header.addAll(AccuracyCells.COLUMNS);
    return new Measured(
        ResultTable.open(
            folder.resolve(FILE),
            header,
            KEY,
            row -> {
              Point.of(row);
              AccuracyCells.require(row.subList(KEY, row.size()), images);
            }));
  }

  /**
   * One measurement.
   *
   * @param alpha noise; 0 for none
   * @param sample of the noise, from 0
   * @param backend id of the framework
   */
  record Point(NetworkKey network, double alpha, int sample, String backend) {
    private List<String> cells() {
      List<String> cells = new ArrayList<>(network.cells());
      cells.addAll(List.of(Double.toString(alpha), Integer.toString(sample), backend));
      return cells;
    }

    private static Point of(List<String> cells) {
      return new Point(
          NetworkKey.of(cells),
          Double.parseDouble(cells.get(NETWORK)),
          Integer.parseInt(cells.get(NETWORK + 1)),
          cells.get(BACKEND));
    }
  }

  Optional<Accuracy> get(Point point) {
    return table.get(point.cells()).map(row -> AccuracyCells.read(row.subList(KEY, row.size())));
  }

  void put(Point point, Accuracy accuracy) {
    List<String> row = new ArrayList<>(point.cells());
    row.addAll(AccuracyCells.of(accuracy));
    table.add(row);
  }

  /** In an order that does not depend on what was measured when. */
  void sort(List<String> backends) {
    table.sort(
        Comparator.comparing(
            Point::of,
            Comparator.comparing(Point::network, NetworkKey.ORDER)
                .thenComparingDouble(Point::alpha)
                .thenComparingInt(Point::sample)
                .thenComparingInt(point -> backends.indexOf(point.backend()))));
  }

  /** All networks that were measured without noise in every framework. */
  List<NetworkSweep> sweeps(List<String> backends) {
    TreeMap<NetworkKey, TreeMap<Double, TreeMap<Integer, Map<String, Accuracy>>>> found =
        new TreeMap<>(NetworkKey.ORDER);
    for (List<String> row : table.rows()) {
      Point point = Point.of(row);
      found
          .computeIfAbsent(point.network(), key -> new TreeMap<>())
          .computeIfAbsent(point.alpha(), alpha -> new TreeMap<>())
          .computeIfAbsent(point.sample(), sample -> new TreeMap<>())
          .put(point.backend(), AccuracyCells.read(row.subList(KEY, row.size())));
    }
    List<NetworkSweep> sweeps = new ArrayList<>();
    found.forEach(
        (network, byAlpha) -> {
          List<NetworkSweep.Level> levels = new ArrayList<>();
          byAlpha.forEach(
              (alpha, bySample) -> {
                bySample.values().removeIf(one -> !one.keySet().containsAll(backends));
                if (!bySample.isEmpty()) {
                  levels.add(new NetworkSweep.Level(alpha, List.copyOf(bySample.values())));
                }
              });
          if (new TreeSet<>(levels.stream().map(NetworkSweep.Level::alpha).toList())
              .contains(0.0)) {
            sweeps.add(new NetworkSweep(network, levels));
          }
        });
    return sweeps;
  }

  @Override
  public void close() {
    table.close();
  }
}
