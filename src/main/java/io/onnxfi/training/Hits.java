package io.onnxfi.training;

import java.util.BitSet;

/**
 * Which images a network classifies as labelled, by their numbers.
 *
 * @param images how many there are
 * @param correct those classified as labelled
 */
public record Hits(int images, BitSet correct) {
  /** Copies. */
  public Hits {
    correct = (BitSet) correct.clone();
    if (images < 1 || correct.length() > images) {
      throw new IllegalArgumentException(
          "%d images, the last correct one %d".formatted(images, correct.length() - 1));
    }
  }

  /** A copy. */
  @Override
  public BitSet correct() {
    return (BitSet) correct.clone();
  }

  /** How many are correct. */
  public int count() {
    return correct.cardinality();
  }

  /** Share of the images, 0 to 1. */
  public double accuracy() {
    return (double) count() / images;
  }

  /** How many are correct here and not there: one of the two counts of a paired test. */
  public int notIn(Hits other) {
    BitSet rest = correct();
    rest.andNot(other.correct);
    return rest.cardinality();
  }
}
