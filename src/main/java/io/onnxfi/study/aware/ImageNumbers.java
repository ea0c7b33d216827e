package io.onnxfi.study.aware;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;

/** Numbers of images in a cell of a table, with spaces between them. */
final class ImageNumbers {
  private ImageNumbers() {}

  static String cell(BitSet images) {
    return images.stream().mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  /**
   * Reads a cell.
   *
   * @param count of all images
   * @throws IllegalArgumentException if it holds anything else
   */
  static BitSet read(String cell, int count) {
    BitSet images = new BitSet(count);
    if (!cell.isEmpty()) {
      Arrays.stream(cell.split(" ", -1))
          .mapToInt(number -> within(Integer.parseInt(number), count))
          .forEach(images::set);
    }
    if (!cell(images).equals(cell)) {
      throw new IllegalArgumentException("numbers of images that do not ascend");
    }
    return images;
  }

  private static int within(int number, int count) {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException("image %d of %d".formatted(number, count));
    }
    return number;
  }
}
