package io.onnxfi.study.aware;

import io.onnxfi.study.ResultTable;
import io.onnxfi.training.Hits;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which images networks get wrong, without errors and in each draw of them: {@code draws.csv}. */
final class ErrorDraws implements AutoCloseable {
  static final String FILE = "draws.csv";

  /** The draw that is none. */
  static final int CLEAN = -1;

  private static final List<String> HEADER =
      List.of("network", "seed", "draw", "right", "wrong_images");
  private static final int KEY = 3;
  private static final int WRONG = 4;
  private static final String NO_DRAW = "none";

  private final ResultTable table;
  private final int images;

  private ErrorDraws(ResultTable table, int images) {
    this.table = table;
    this.images = images;
  }

  /**
   * Opens the table of a folder.
   *
   * @param images number of test images
   */
  static ErrorDraws open(Path folder, int images) {
    return new ErrorDraws(
        ResultTable.open(
            folder.resolve(FILE),
            HEADER,
            KEY,
            row -> {
              Long.parseLong(row.get(1));
              draw(row);
              if (Integer.parseInt(row.get(3)) != hits(row, images).count()) {
                throw new IllegalArgumentException("%s images right".formatted(row.get(3)));
              }
            }),
        images);
  }

  private static int draw(List<String> row) {
    return row.get(2).equals(NO_DRAW) ? CLEAN : Integer.parseUnsignedInt(row.get(2));
  }

  private static Hits hits(List<String> row, int images) {
    BitSet right = ImageNumbers.read(row.get(WRONG), images);
    right.flip(0, images);
    return new Hits(images, right);
  }

  private static List<String> key(String network, long seed, int draw) {
    return List.of(network, Long.toString(seed), draw == CLEAN ? NO_DRAW : Integer.toString(draw));
  }

  Optional<Hits> get(String network, long seed, int draw) {
    return table.get(key(network, seed, draw)).map(row -> hits(row, images));
  }

  void put(String network, long seed, int draw, Hits hits) {
    BitSet wrong = hits.correct();
    wrong.flip(0, images);
    List<String> key = key(network, seed, draw);
    table.add(
        List.of(
            key.get(0),
            key.get(1),
            key.get(2),
            Integer.toString(hits.count()),
            ImageNumbers.cell(wrong)));
  }

  /** In an order that does not depend on what was measured when. */
  void sort() {
    table.sort(
        Comparator.comparing((List<String> row) -> row.get(0))
            .thenComparingLong(row -> Long.parseLong(row.get(1)))
            .thenComparingInt(ErrorDraws::draw));
  }

  @Override
  public void close() {
    table.close();
  }
}
