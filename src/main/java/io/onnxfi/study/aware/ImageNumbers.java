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
      Arrays.stream(cell.split(" ", -1)).mapToInt(Integer::parseInt).forEach(images::set);
    }
    if (images.length() > count || !cell(images).equals(cell)) {
      throw new IllegalArgumentException("no ascending numbers of %d images".formatted(count));
    }
    return images;
  }
}
