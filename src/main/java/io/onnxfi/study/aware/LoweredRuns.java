package io.onnxfi.study.aware;

import io.onnxfi.classification.PairedCounts;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What lowerings did to networks: {@code lowered.csv}. */
final class LoweredRuns implements AutoCloseable {
  static final String FILE = "lowered.csv";

  private static final List<String> HEADER =
      List.of(
          "network",
          "seed",
          "lowering",
          "right_in_both",
          "right_in_float32",
          "right_when_lowered",
          "right_in_neither",
          "non_finite",
          "divergence",
          "largest_difference",
          "changed_images");
  private static final int KEY = 3;
  private static final int COUNTS = 4;

  private final ResultTable table;
  private final int images;

  private LoweredRuns(ResultTable table, int images) {
    this.table = table;
    this.images = images;
  }

  /**
   * Opens the table of a folder.
   *
   * @param images number of test images
   */
  static LoweredRuns open(Path folder, int images) {
    return new LoweredRuns(
        ResultTable.open(
            folder.resolve(FILE),
            HEADER,
            KEY,
            row -> {
              Long.parseLong(row.get(1));
              Lowering.parse("lowering", List.of(row.get(2)));
              read(row, images);
            }),
        images);
  }

  private static Lowered read(List<String> row, int images) {
    long[] counts = row.subList(KEY, KEY + COUNTS).stream().mapToLong(Long::parseLong).toArray();
    PairedCounts right = new PairedCounts(counts[0], counts[1], counts[2], counts[3]);
    BitSet changed = ImageNumbers.read(row.get(10), images);
    if (right.images() != images) {
      throw new IllegalArgumentException("%d images".formatted(right.images()));
    }
    return new Lowered(
        right, changed, Long.parseLong(row.get(7)), number(row.get(8)), number(row.get(9)));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  private static String cell(double number) {
    return Double.isNaN(number) ? "" : Double.toString(number);
  }

  private static List<String> key(String network, long seed, Lowering lowering) {
    return List.of(network, Long.toString(seed), lowering.label());
  }

  Optional<Lowered> get(String network, long seed, Lowering lowering) {
    return table.get(key(network, seed, lowering)).map(row -> read(row, images));
  }

  void put(String network, long seed, Lowering lowering, Lowered lowered) {
    PairedCounts right = lowered.right();
    table.add(
        List.of(
            network,
            Long.toString(seed),
            lowering.label(),
            Long.toString(right.both()),
            Long.toString(right.onlyFirst()),
            Long.toString(right.onlySecond()),
            Long.toString(right.neither()),
            Long.toString(lowered.nonFinite()),
            cell(lowered.divergence()),
            cell(lowered.largest()),
            ImageNumbers.cell(lowered.changed())));
  }

  /** In an order that does not depend on what was measured when. */
  void sort() {
    table.sort(
        Comparator.comparing((List<String> row) -> row.get(0))
            .thenComparingLong(row -> Long.parseLong(row.get(1)))
            .thenComparing(row -> Lowering.parse("lowering", List.of(row.get(2))).get(0)));
  }

  @Override
  public void close() {
    table.close();
  }
}
