package io.onnxfi.study;

import io.onnxfi.outcome.LabelCounts;
import io.onnxfi.run.Accuracy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** An {@link Accuracy} as columns of a table, in whole numbers, so that nothing is rounded. */
public final class AccuracyCells {
  /** Names of the columns; {@code loss_units} are 2^-20. */
  public static final List<String> COLUMNS =
      List.of("images", "top1", "top5", "loss_units", "non_finite", "numpy_top1", "crashed");

  private AccuracyCells() {}

  /** The columns of an accuracy. */
  public static List<String> of(Accuracy accuracy) {
    return LongStream.of(
            accuracy.images(),
            accuracy.labels().top1(),
            accuracy.labels().top5(),
            accuracy.labels().loss(),
            accuracy.nonFinite(),
            accuracy.numpyTop1(),
            accuracy.crashed())
        .mapToObj(Long::toString)
        .toList();
  }

  /**
   * The accuracy in some columns.
   *
   * @throws IllegalArgumentException if they do not hold one
   */
  public static Accuracy read(List<String> cells) {
    long[] numbers = cells.stream().mapToLong(Long::parseLong).toArray();
    long least = Arrays.stream(numbers).min().orElseThrow();
    if (least < 0 || numbers[1] > numbers[2] || numbers[2] > numbers[0] - numbers[4]) {
      throw new IllegalArgumentException("counts that do not fit together");
    }
    return new Accuracy(
        numbers[0],
        new LabelCounts(numbers[1], numbers[2], numbers[3]),
        numbers[4],
        numbers[5],
        numbers[6]);
  }

  /**
   * Checks columns that were read.
   *
   * @param images of every accuracy of the study
   * @throws IllegalArgumentException if they do not hold one, or one of other images
   */
  public static void require(List<String> cells, long images) {
    long found = read(cells).images();
    if (found != images) {
      throw new IllegalArgumentException("%d images instead of %d".formatted(found, images));
    }
  }
}
