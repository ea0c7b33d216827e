package io.onnxfi.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to train, all that decides the result besides model, images and machine.
 *
 * @param epochs passes over the training images
 * @param batch images per step; images that do not fill a batch are left out of an epoch
 * @param seed of order, augmentation and dropout
 * @param schedule of the learning rate
 * @param optimizer what a gradient does
 * @param regularization what keeps the network from learning by heart
 * @param hooks what is changed while the network learns, and not afterwards
 * @param patience epochs without a better validation loss after which to stop, and keep the best; 0
 *     for never
 * @param threads that libtorch uses for one operation; another number may give other bits
 */
public record Recipe(
    int epochs,
    int batch,
    long seed,
    Schedule schedule,
    Optimizer optimizer,
    Regularization regularization,
    Hooks hooks,
    int patience,
    int threads) {
  /**
   * What keeps the network from learning by heart.
   *
   * @param labelSmoothing share of the wanted distribution that goes to all classes alike
   * @param decaysAll whether weight decay applies to biases and batch normalisation too, as
   *     PyTorch's optimizers do if they are given all parameters
   * @param clipNorm largest Euclidean norm of all gradients together; 0 for any
   * @param augmentations of each image, in this order
   */
  public record Regularization(
      double labelSmoothing, boolean decaysAll, double clipNorm, List<Augmentation> augmentations) {
    /** None at all. */
    public static final Regularization NONE = new Regularization(0, true, 0, List.of());

    /** Checks the ranges and copies the list. */
    public Regularization {
      augmentations = List.copyOf(augmentations);
      Optimizer.requireShare("label smoothing", labelSmoothing);
      Optimizer.requireNotNegative("the norm to clip to", clipNorm);
    }
  }

  /** Checks the ranges. */
  public Recipe {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(regularization, "regularization");
    Objects.requireNonNull(hooks, "hooks");
    if (epochs < 1 || batch < 1 || patience < 0 || threads < 1) {
      throw new IllegalArgumentException(
          "%d epochs, batch %d, patience %d, %d threads"
              .formatted(epochs, batch, patience, threads));
    }
  }

  /** The same with other hooks. */
  public Recipe with(Hooks others) {
    return new Recipe(
        epochs, batch, seed, schedule, optimizer, regularization, others, patience, threads);
  }

  /** The same with another way from gradients to weights. */
  public Recipe with(Schedule otherSchedule, Optimizer otherOptimizer) {
    return new Recipe(
        epochs,
        batch,
        seed,
        otherSchedule,
        otherOptimizer,
        regularization,
        hooks,
        patience,
        threads);
  }

  /** The same with another seed. */
  public Recipe withSeed(long other) {
    return new Recipe(
        epochs, batch, other, schedule, optimizer, regularization, hooks, patience, threads);
  }

  /** Every option by name, for records and to tell one training from another. */
  public Map<String, String> describe() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("epochs", Integer.toString(epochs));
    options.put("batch", Integer.toString(batch));
    options.put("seed", Long.toString(seed));
    options.put("generator", Streams.GENERATOR);
    options.put("schedule", schedule.toString());
    options.put("optimizer", optimizer.toString());
    options.put("label_smoothing", Double.toString(regularization.labelSmoothing()));
    options.put("decays_all", Boolean.toString(regularization.decaysAll()));
    options.put("clip_norm", Double.toString(regularization.clipNorm()));
    options.put(
        "augmentations",
        String.join(
            ",", regularization.augmentations().stream().map(Augmentation::label).toList()));
    options.putAll(hooks.describe());
    options.put("patience", Integer.toString(patience));
    options.put("threads", Integer.toString(threads));
    return options;
  }
}
