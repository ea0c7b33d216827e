package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The places of one fault's images.
 *
 * @param ranges in the order in which outcomes are kept
 */
record ImageWindow(List<ImageSample.Range> ranges) {
  /** Copies. */
  ImageWindow {
    ranges = List.copyOf(ranges);
  }

  /**
   * Whole batches.
   *
   * @param batches their numbers, in the order in which outcomes are kept
   * @param batch images in each
   */
  static ImageWindow of(int[] batches, int batch) {
    List<ImageSample.Range> ranges = new ArrayList<>();
    for (int i = 0; i < batches.length; i++) {
      int from = batches[i];
      while (i + 1 < batches.length && batches[i + 1] == batches[i] + 1) {
        i++;
      }
      ranges.add(new ImageSample.Range(from * batch, (batches[i] + 1) * batch));
    }
    return new ImageWindow(ranges);
  }

  /**
   * Neighbouring batches on a circle, in ascending order.
   *
   * @param first the batch to begin with
   * @param count how many
   * @param circle number of batches to go round
   * @param batch images in each
   */
  static ImageWindow around(int first, int count, int circle, int batch) {
    return of(IntStream.range(first, first + count).map(b -> b % circle).sorted().toArray(), batch);
  }

  /** The parts between two places. */
  List<ImageSample.Range> within(int from, int to) {
    List<ImageSample.Range> parts = new ArrayList<>();
    for (ImageSample.Range range : ranges) {
      int first = Math.max(from, range.from());
      int last = Math.min(to, range.to());
      if (first < last) {
        parts.add(new ImageSample.Range(first, last));
      }
    }
    return parts;
  }

  /** The place of the nth image, from 0. */
  int place(int nth) {
    int rest = nth;
    for (ImageSample.Range range : ranges) {
      if (rest < range.length()) {
        return range.from() + rest;
      }
      rest -= range.length();
    }
    throw new IndexOutOfBoundsException("no image %d at %s".formatted(nth, ranges));
  }

  /** What lies at these places in an array of all places. */
  byte[] pick(byte[] places) {
    byte[] picked = new byte[ranges.stream().mapToInt(ImageSample.Range::length).sum()];
    int next = 0;
    for (ImageSample.Range range : ranges) {
      System.arraycopy(places, range.from(), picked, next, range.length());
      next += range.length();
    }
    return picked;
  }
}
