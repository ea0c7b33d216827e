package io.onnxfi.training;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.training.TrainingState.Best;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains an ONNX graph by a recipe.
 *
 * <p>An epoch begins from a {@link TrainingState} alone, with fresh arrays in the engine. So a
 * training that goes on from a saved state does exactly what it would have done otherwise.
 *
 * @param recipe how to train
 * @param images what to learn from
 */
public record Trainer(Recipe recipe, TrainingImages images) {
  private static final int EVALUATION_BATCH = 100;

  /**
   * Checks that the images fill a batch.
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
    if (recipe.patience() > 0 && images.validation().isEmpty()) {
      throw MalformedInputException.of(
          "patience", "validation images to judge by", "none kept from the training images");
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
        && state
            .best()
            .map(best -> state.epoch() - best.epoch() >= recipe.patience())
            .orElse(false);
  }

  private TrainingState epoch(TrainingState from, TrainingListener listener) {
    int epoch = from.epoch() + 1;
    Network.seed(Streams.of(recipe.seed(), Streams.ENGINE, epoch).nextInt());
    try (Network network = new Network(from.model())) {
      List<Trainable> parameters = parameters(network, from.memory());
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
      OnnxModel model = network.export(from.model());
      return new TrainingState(
          model, memory(parameters), history, best(from.best(), summary, model));
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

  private List<Trainable> parameters(Network network, Map<String, Tensor> memory) {
    List<Trainable> parameters = new ArrayList<>();
    List<String> names = network.names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      float[] values = network.values(i);
      List<float[]> remembered =
          recipe.optimizer().memory().stream()
              .map(kind -> memory.get(key(kind, name)))
              .map(tensor -> tensor == null ? new float[values.length] : tensor.toFloatArray())
              .toList();
      // Biases and batch normalisation are those with one axis.
      boolean decays = recipe.regularization().decaysAll() || network.rank(i) > 1;
      parameters.add(new Trainable(name, values, remembered, decays));
    }
    return parameters;
  }

  private Map<String, Tensor> memory(List<Trainable> parameters) {
    Map<String, Tensor> memory = new HashMap<>();
    List<String> kinds = recipe.optimizer().memory();
    for (Trainable parameter : parameters) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        float[] values = parameter.memory(kind);
        memory.put(
            key(kinds.get(kind), parameter.name()),
            Tensor.ofFloats(Shape.of(values.length), values));
      }
    }
    return memory;
  }

  private static String key(String kind, String parameter) {
    return kind + "/" + parameter;
  }

  private Score pass(
      int epoch, Network network, List<Trainable> parameters, TrainingListener listener) {
    LabelledImages train = images.train();
    int steps = horizon().stepsPerEpoch();
    int[] shuffled =
        Streams.permutation(train.size(), Streams.of(recipe.seed(), Streams.ORDER, epoch));
    try (BatchLoader loader =
        new BatchLoader(
            train,
            Arrays.copyOf(shuffled, steps * recipe.batch()),
            recipe.batch(),
            images.normalization(),
            recipe.regularization().augmentations(),
            image -> Streams.of(recipe.seed(), Streams.AUGMENTATION, epoch, image))) {
      Tally tally = new Tally();
      for (int step = 0; step < steps; step++) {
        Score score = network.learn(loader.next(), recipe.regularization().labelSmoothing());
        if (!Double.isFinite(score.loss())) {
          throw diverged(epoch, step, score.loss());
        }
        update(network, parameters, (long) (epoch - 1) * steps + step);
        tally.add(score);
        listener.trained(recipe.batch());
      }
      return tally.score();
    }
  }

  private MalformedInputException diverged(int epoch, int step, double loss) {
    return new MalformedInputException(
        "training diverged in epoch %d, step %d of %d: expected a finite loss, found %s; try a lower"
                .formatted(epoch, step + 1, horizon().stepsPerEpoch(), loss)
            + " learning rate, a longer warm-up, or clipped gradients");
  }

  private void update(Network network, List<Trainable> parameters, long step) {
    double rate = recipe.schedule().rate(step, horizon());
    for (int i = 0; i < parameters.size(); i++) {
      network.takeGradient(i, parameters.get(i).gradient());
    }
    GradientNorm.clip(parameters, recipe.regularization().clipNorm());
    for (int i = 0; i < parameters.size(); i++) {
      Trainable parameter = parameters.get(i);
      recipe.optimizer().update(parameter, rate, step + 1);
      network.set(i, parameter.values());
    }
  }

  private Score evaluate(Network network, LabelledImages kept) {
    try (BatchLoader loader =
        new BatchLoader(
            kept,
            IntStream.range(0, kept.size()).toArray(),
            EVALUATION_BATCH,
            images.normalization(),
            List.of(),
            image -> null)) {
      Tally tally = new Tally();
      for (int step = 0; step < loader.steps(); step++) {
        tally.add(network.evaluate(loader.next()));
      }
      return tally.score();
    }
  }

  /** Sums scores. */
  private static final class Tally {
    private double loss;
    private long correct;
    private long images;

    void add(Score score) {
      loss += score.loss() * score.images();
      correct += score.correct();
      images += score.images();
    }

    Score score() {
      return new Score(loss / images, correct, images);
    }
  }
}
