package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.run.Accuracy;
import io.onnxfi.study.AccuracyCells;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All accuracies that a study has measured so far: {@code measured.csv}, as whole numbers. */
final class Measured implements AutoCloseable {
  /** Its name in the folder. */
  static final String FILE = "measured.csv";

  private static final List<String> KEYS =
      List.of("model", "backend", "part", "error_rate", "pattern");
  private static final int RATE = 3;
  private static final int PATTERN = 4;
  private static final int FLIPPED = 5;
  private static final int ACCURACY = 6;

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
    List<String> header = new ArrayList<>(KEYS);
    header.add("flipped_bits");
    header.addAll(AccuracyCells.COLUMNS);
    return new Measured(
        ResultTable.open(folder.resolve(FILE), header, KEYS.size(), row -> check(row, images)));
  }

  /** Reads a row as {@link #get} and {@link #sort} do. */
  private static void check(List<String> row, long images) {
    double rate = Double.parseDouble(row.get(RATE));
    long pattern = Long.parseLong(row.get(PATTERN));
    long flipped = Long.parseLong(row.get(FLIPPED));
    if (!(rate >= 0 && rate <= 1) || pattern < 0 || flipped < 0) {
      throw new IllegalArgumentException("a number beyond its range");
    }
    AccuracyCells.require(row.subList(ACCURACY, row.size()), images);
  }

  /**
   * What is measured.
   *
   * @param model name
   * @param backend id
   * @param rate 0 for the model without errors
   */
  record Key(String model, String backend, Part part, double rate, long pattern) {
    /** The model without errors. */
    static Key clean(String model, String backend) {
      return new Key(model, backend, Part.ALL, 0, 0);
    }

    static Key of(String model, String backend, ErrorTrial trial) {
      return new Key(model, backend, trial.part(), trial.rate(), trial.pattern());
    }

    private List<String> cells() {
      return List.of(
          model, backend, part.toString(), Decimals.shortest(rate), Long.toString(pattern));
    }
  }

  Optional<Accuracy> get(Key key) {
    return table.get(key.cells()).map(Measured::accuracy);
  }

  private static Accuracy accuracy(List<String> row) {
    return AccuracyCells.read(row.subList(ACCURACY, row.size()));
  }

  void put(Key key, long flipped, Accuracy accuracy) {
    List<String> row = new ArrayList<>(key.cells());
    row.add(Long.toString(flipped));
    row.addAll(AccuracyCells.of(accuracy));
    table.add(row);
  }

  /** In an order that does not depend on what was measured when. */
  void sort() {
    table.sort(
        Comparator.<List<String>>comparingInt(row -> 0)
            .thenComparing(row -> String.join("\n", row.subList(0, RATE)))
            .thenComparingDouble(row -> Double.parseDouble(row.get(RATE)))
            .thenComparingLong(row -> Long.parseLong(row.get(PATTERN))));
  }

  @Override
  public void close() {
    table.close();
  }
}
