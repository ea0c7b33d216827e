package io.onnxfi.training;

import java.util.Optional;

/**
 * What one epoch did.
 *
 * @param epoch from 1
 * @param rate learning rate of its last step
 * @param train of the images as they were trained on: augmented, while the parameters changed, with
 *     the loss that was minimised
 * @param validation of the images that are kept for it, after the epoch
 * @param test of the test images, after the epoch
 * @param seconds of training, without evaluation
 */
public record EpochSummary(
    int epoch,
    double rate,
    Score train,
    Optional<Score> validation,
    Optional<Score> test,
    double seconds) {
  /** Images trained on per second. */
  public double imagesPerSecond() {
    return train.images() / seconds;
  }
}
