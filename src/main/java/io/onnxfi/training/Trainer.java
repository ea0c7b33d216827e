package io.onnxfi.training;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.training.TrainingState.Best;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains an ONNX graph by a recipe.
 *
 * <p>An epoch begins from a {@link TrainingState} alone, with fresh arrays in the engine. So a
 * training that continues from a saved state does exactly what it would have done otherwise.
 *
 * @param recipe how to train
 * @param images what to learn from
 */
public record Trainer(Recipe recipe, TrainingImages images) {
  private static final int EVALUATION_BATCH = 100;

  /**
   * Checks that the images fill a batch and that augmentations can be made of them.
   *
   * @throws MalformedInputException if they do not, or there is nothing to be patient about
   */
  public Trainer {
    if (recipe.batch() > images.train().size()) {
      throw MalformedInputException.of(
          "batch",
          "at most the %d training images".formatted(images.train().size()),
          Integer.toString(recipe.batch()));
    }
    for (Augmentation augmentation : recipe.regularization().augmentations()) {
      if (augmentation instanceof ResizedCrop crop) {
        crop.require(images.train());
      }
    }
    if (recipe.patience() > 0 && images.validation().isEmpty()) {
      throw MalformedInputException.of(
          "patience", "validation images for early stopping", "none kept from the training images");
    }
  }

  /** How long the training is planned to be. */
  public Horizon horizon() {
    return new Horizon(recipe.epochs(), images.train().size() / recipe.batch());
  }

  /**
   * Trains to the end, from a state.
   *
   * @return the last state
   * @throws MalformedInputException if the loss is no finite number any more
   */
  public TrainingState train(TrainingState from, TrainingListener listener) {
    return EngineThreads.during(
        recipe.threads(),
        () -> {
          TrainingState state = from;
          while (state.epoch() < recipe.epochs() && !outOfPatience(state)) {
            state = epoch(state, listener);
            listener.finished(state);
          }
          return state;
        });
  }

  private boolean outOfPatience(TrainingState state) {
    return recipe.patience() > 0
        && state.best().filter(b -> state.epoch() - b.epoch() >= recipe.patience()).isPresent();
  }

  private TrainingState epoch(TrainingState from, TrainingListener listener) {
    int epoch = from.epoch() + 1;
    Network.seed(Streams.of(recipe.seed(), Streams.ENGINE, epoch).nextInt());
    try (Network network = new Network(from.model());
        Parameters parameters = new Parameters(network, recipe, from.memory())) {
      long start = System.nanoTime();
      Score train = pass(epoch, network, parameters, listener);
      double seconds = (System.nanoTime() - start) / 1e9;
      EpochSummary summary =
          new EpochSummary(
              epoch,
              recipe.schedule().rate((long) epoch * horizon().stepsPerEpoch() - 1, horizon()),
              train,
              images.validation().map(kept -> evaluate(network, kept)),
              images.test().map(kept -> evaluate(network, kept)),
              seconds);
      List<EpochSummary> history = new ArrayList<>(from.history());
      history.add(summary);
      OnnxModel model = network.export();
      return new TrainingState(
          model, parameters.memory(), history, best(from.best(), summary, model));
    }
  }

  private Optional<Best> best(Optional<Best> before, EpochSummary summary, OnnxModel model) {
    if (recipe.patience() == 0) {
      return Optional.empty();
    }
    double loss = summary.validation().orElseThrow().loss();
    return before.isPresent() && before.get().loss() <= loss
        ? before
        : Optional.of(new Best(summary.epoch(), loss, model));
  }

  private Score pass(int epoch, Network network, Parameters parameters, TrainingListener listener) {
    Horizon horizon = horizon();
    Tally tally = new Tally();
    Learning learning = new Learning(recipe, network.model());
    try (BatchLoader loader = loader(epoch)) {
      for (int step = 0; step < horizon.stepsPerEpoch(); step++) {
        long done = (long) (epoch - 1) * horizon.stepsPerEpoch() + step;
        parameters.show(done + 1);
        Score score = learning.learn(network, loader.next(), epoch - 1, done + 1);
        if (!Double.isFinite(score.loss())) {
          throw diverged(epoch, step, score.loss());
        }
        parameters.step(recipe.schedule().rate(done, horizon), done + 1);
        tally.add(score);
        listener.trained(recipe.batch());
      }
    }
    listener.settled(parameters.settle());
    return tally.score();
  }

  private MalformedInputException diverged(int epoch, int step, double loss) {
    return new MalformedInputException(
        "training diverged in epoch %d, step %d of %d: expected a finite loss, found %s; try a lower"
                .formatted(epoch, step + 1, horizon().stepsPerEpoch(), loss)
            + " learning rate, a longer warm-up, or clipped gradients");
  }

  /** The shuffled and augmented batches of an epoch, from 1; only whole ones. */
  BatchLoader loader(int epoch) {
    LabelledImages train = images.train();
    int[] order =
        Streams.permutation(train.size(), Streams.of(recipe.seed(), Streams.ORDER, epoch));
    return new BatchLoader(
        train,
        Arrays.copyOf(order, horizon().stepsPerEpoch() * recipe.batch()),
        recipe.batch(),
        images.normalization(),
        recipe.regularization().augmentations(),
        image -> Streams.of(recipe.seed(), Streams.AUGMENTATION, epoch, image));
  }

  private Score evaluate(Network network, LabelledImages kept) {
    Tally tally = new Tally();
    int[] order = IntStream.range(0, kept.size()).toArray();
    try (BatchLoader loader =
        new BatchLoader(
            kept, order, EVALUATION_BATCH, images.normalization(), List.of(), image -> null)) {
      for (int step = 0; step < loader.steps(); step++) {
        tally.add(network.evaluate(loader.next()));
      }
    }
    return tally.score();
  }
}
