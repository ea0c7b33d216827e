package io.onnxfi.training;

/** Sums the scores of batches. */
final class Tally {
  private double loss;
  private long correct;
  private long images;

  void add(Score score) {
    loss += score.loss() * score.images();
    correct += score.correct();
    images += score.images();
  }

  /** The score of all images together. */
  Score score() {
    return new Score(loss / images, correct, images);
  }
}
