package io.onnxfi.training;

import io.onnxfi.onnx.OnnxModel;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fast a training is, and how fast it could be: the same steps once with everything, once
 * without what hooks do, once with forward and backward on one fixed batch only.
 *
 * @param trainer what is measured; its epochs do not matter
 */
public record TrainingBenchmark(Trainer trainer) {
  private static final int WARM_UP_STEPS = 20;
  private static final int TURNS = 4;

  /**
   * What was measured, all in images per second.
   *
   * @param training loading, augmentation, forward, backward, update, hooks
   * @param clean the same without hooks, if there are any
   * @param engine forward and backward on one fixed batch
   */
  public record Speeds(double training, OptionalDouble clean, double engine) {}

  /**
   * Measures, in turns of a quarter each, so that all see the same machine.
   *
   * @param steps of each kind
   */
  public Speeds measure(OnnxModel model, int steps) {
    Recipe recipe = trainer.recipe();
    boolean hooked = !recipe.hooks().equals(Hooks.NONE);
    return EngineThreads.during(
        recipe.threads(),
        () -> {
          try (Network network = new Network(model);
              BatchLoader fixed = trainer.loader(1);
              Parameters parameters = new Parameters(network, recipe, Map.of());
              Parameters plain = new Parameters(network, recipe.with(Hooks.NONE), Map.of())) {
            Batch batch = fixed.next();
            Learning learning = new Learning(recipe, model);
            Learning clear = new Learning(recipe.with(Hooks.NONE), model);
            int warmUp = Math.min(WARM_UP_STEPS, steps);
            engine(network, batch, warmUp);
            training(network, parameters, learning, warmUp);
            double training = 0;
            double clean = 0;
            double engine = 0;
            int part = Math.max(1, steps / TURNS);
            for (int turn = 0; turn < TURNS; turn++) {
              training += training(network, parameters, learning, part);
              clean += hooked ? training(network, plain, clear, part) : 0;
              engine += engine(network, batch, part);
            }
            double images = (double) TURNS * part * recipe.batch();
            return new Speeds(
                images / training,
                hooked ? OptionalDouble.of(images / clean) : OptionalDouble.empty(),
                images / engine);
          }
        });
  }

  private double engine(Network network, Batch batch, int steps) {
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      network.learn(batch, 0);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private double training(Network network, Parameters parameters, Learning learning, int steps) {
    int perEpoch = trainer.horizon().stepsPerEpoch();
    long start = System.nanoTime();
    int done = 0;
    for (int epoch = 1; done < steps; epoch++) {
      try (BatchLoader loader = trainer.loader(epoch)) {
        for (int step = 0; step < perEpoch && done < steps; step++, done++) {
          parameters.show(done + 1L);
          learning.learn(network, loader.next(), epoch - 1, done + 1L);
          parameters.step(0, done + 1L);
        }
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
