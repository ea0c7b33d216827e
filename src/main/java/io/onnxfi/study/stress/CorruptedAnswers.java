package io.onnxfi.study.stress;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.SeverityScale;
import io.onnxfi.study.ResultTable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How many images models get right under corruptions: {@code corruptions.csv}. */
final class CorruptedAnswers implements AutoCloseable {
  static final String FILE = "corruptions.csv";

  private static final List<String> HEADER =
      List.of("model", "corruption", "severity", "right", "images");
  private static final int KEY = 3;

  private final ResultTable table;
  private final int images;

  private CorruptedAnswers(ResultTable table, int images) {
    this.table = table;
    this.images = images;
  }

  /**
   * Opens the table of a folder.
   *
   * @param images number of test images
   */
  static CorruptedAnswers open(Path folder, int images) {
    return new CorruptedAnswers(
        ResultTable.open(
            folder.resolve(FILE),
            HEADER,
            KEY,
            row -> {
              CommonCorruption.parse(row.get(1), FILE);
              int severity = Integer.parseInt(row.get(2));
              long right = Long.parseLong(row.get(3));
              if (severity < 1
                  || severity > SeverityScale.SEVERITIES
                  || right < 0
                  || right > images
                  || Integer.parseInt(row.get(4)) != images) {
                throw new IllegalArgumentException("%d of %s images".formatted(right, row.get(4)));
              }
            }),
        images);
  }

  private static List<String> key(String model, CommonCorruption corruption, int severity) {
    return List.of(model, corruption.label(), Integer.toString(severity));
  }

  /** Images that are right, if that is known. */
  OptionalLong get(String model, CommonCorruption corruption, int severity) {
    Optional<List<String>> row = table.get(key(model, corruption, severity));
    return row.isPresent()
        ? OptionalLong.of(Long.parseLong(row.get().get(3)))
        : OptionalLong.empty();
  }

  void put(String model, CommonCorruption corruption, int severity, long right) {
    List<String> key = key(model, corruption, severity);
    table.add(
        List.of(
            key.get(0), key.get(1), key.get(2), Long.toString(right), Integer.toString(images)));
  }

  /** In an order that does not depend on what was asked when. */
  void sort(List<String> models) {
    table.sort(
        Comparator.comparingInt((List<String> row) -> models.indexOf(row.get(0)))
            .thenComparing(row -> row.get(0))
            .thenComparing(row -> CommonCorruption.parse(row.get(1), FILE))
            .thenComparing(row -> row.get(2)));
  }

  @Override
  public void close() {
    table.close();
  }
}
