package io.onnxfi.training;

import io.onnxfi.onnx.OnnxModel;
import java.util.Map;

/**
 * How fast a training is, and how fast the engine could be: the same steps once with everything,
 * once with forward and backward on one fixed batch only.
 *
 * @param trainer what is measured; its epochs do not matter
 */
public record TrainingBenchmark(Trainer trainer) {
  private static final int WARM_UP_STEPS = 5;

  /**
   * What was measured, both in images per second.
   *
   * @param training loading, augmentation, forward, backward, update
   * @param engine forward and backward on one fixed batch
   */
  public record Speeds(double training, double engine) {}

  /**
   * Measures, in turns of a quarter each, so that both see the same machine.
   *
   * @param steps of each kind
   */
  public Speeds measure(OnnxModel model, int steps) {
    return EngineThreads.during(
        trainer.recipe().threads(),
        () -> {
          try (Network network = new Network(model);
              BatchLoader fixed = trainer.loader(1)) {
            Batch batch = fixed.next();
            Parameters parameters = new Parameters(network, trainer.recipe(), Map.of());
            engine(network, batch, WARM_UP_STEPS);
            double training = 0;
            double engine = 0;
            int part = Math.max(1, steps / 4);
            for (int turn = 0; turn < 4; turn++) {
              training += training(network, parameters, part);
              engine += engine(network, batch, part);
            }
            double images = 4.0 * part * trainer.recipe().batch();
            return new Speeds(images / training, images / engine);
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

  private double training(Network network, Parameters parameters, int steps) {
    int perEpoch = trainer.horizon().stepsPerEpoch();
    long start = System.nanoTime();
    int done = 0;
    for (int epoch = 1; done < steps; epoch++) {
      try (BatchLoader loader = trainer.loader(epoch)) {
        for (int step = 0; step < perEpoch && done < steps; step++, done++) {
          network.learn(loader.next(), trainer.recipe().regularization().labelSmoothing());
          parameters.step(0, done + 1L);
        }
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
