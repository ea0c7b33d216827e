package io.onnxfi.training;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What a training sees.
 *
 * @param train images to learn from
 * @param validation images to choose by
 * @param test images to report on after every epoch; nothing is chosen by them
 * @param normalization of all
 */
public record TrainingImages(
    LabelledImages train,
    Optional<LabelledImages> validation,
    Optional<LabelledImages> test,
    Normalization normalization) {
  /** Checks that nothing is missing. */
  public TrainingImages {
    Objects.requireNonNull(train, "train");
    Objects.requireNonNull(normalization, "normalization");
  }

  /** Training images only. */
  public static TrainingImages of(LabelledImages train, Normalization normalization) {
    return new TrainingImages(train, Optional.empty(), Optional.empty(), normalization);
  }

  /**
   * Keeps some of the training images for validation, drawn at random, all in their old order.
   *
   * @param share of the images, at least 0 and below 1; 0 for none
   */
  public TrainingImages keeping(double share, long seed) {
    Optimizer.requireShare("the share of validation images", share);
    int kept = (int) Math.round(share * train.size());
    if (kept == 0) {
      return this;
    }
    int[] drawn = Streams.permutation(train.size(), Streams.of(seed, Streams.VALIDATION));
    int[] chosen = Arrays.stream(drawn).limit(kept).sorted().toArray();
    int[] rest = Arrays.stream(drawn).skip(kept).sorted().toArray();
    return new TrainingImages(
        train.select(rest), Optional.of(train.select(chosen)), test, normalization);
  }

  /** With images to report on after every epoch. */
  public TrainingImages reporting(LabelledImages images) {
    return new TrainingImages(train, validation, Optional.of(images), normalization);
  }
}
