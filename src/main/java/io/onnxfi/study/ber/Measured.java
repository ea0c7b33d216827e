package io.onnxfi.study.ber;

import io.onnxfi.fault.model.Decimals;
import io.onnxfi.outcome.LabelCounts;
import io.onnxfi.run.Accuracy;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All accuracies that a study has measured so far: {@code measured.csv}, as whole numbers. */
final class Measured implements AutoCloseable {
  private static final String FILE = "measured.csv";
  private static final List<String> HEADER =
      List.of(
          "model",
          "backend",
          "part",
          "error_rate",
          "pattern",
          "flipped_bits",
          "images",
          "top1",
          "top5",
          "loss_units",
          "non_finite",
          "numpy_top1",
          "crashed");
  private static final int KEY = 5;
  private static final int RATE = 3;
  private static final int PATTERN = 4;

  private final ResultTable table;

  private Measured(ResultTable table) {
    this.table = table;
  }

  static Measured open(Path folder) {
    return new Measured(ResultTable.open(folder.resolve(FILE), HEADER, KEY));
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
    return Optional.ofNullable(table.get(key.cells()).map(Measured::accuracy).orElse(null));
  }

  private static Accuracy accuracy(List<String> row) {
    long[] numbers = row.subList(KEY, row.size()).stream().mapToLong(Long::parseLong).toArray();
    return new Accuracy(
        numbers[1],
        new LabelCounts(numbers[2], numbers[3], numbers[4]),
        numbers[5],
        numbers[6],
        numbers[7]);
  }

  void put(Key key, long flipped, Accuracy accuracy) {
    List<String> row = new ArrayList<>(key.cells());
    for (long number :
        new long[] {
          flipped,
          accuracy.images(),
          accuracy.labels().top1(),
          accuracy.labels().top5(),
          accuracy.labels().loss(),
          accuracy.nonFinite(),
          accuracy.numpyTop1(),
          accuracy.crashed()
        }) {
      row.add(Long.toString(number));
    }
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
