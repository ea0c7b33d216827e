package io.onnxfi.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.djl.OnnxBlock;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteOrder;
import java.util.function.ObjDoubleConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Trains an ONNX graph with DJL: Adam on the cross entropy of its scores, shuffled every epoch.
 *
 * @param epochs passes over the images
 * @param batch images per step
 * @param learningRate of Adam
 * @param seed of the order of the images, drawn by {@value #GENERATOR}
 */
public record Trainer(int epochs, int batch, float learningRate, long seed) {
  /** Name of the generator that shuffles, recorded with the seed. */
  public static final String GENERATOR = "Xoshiro256PlusPlus";

  /** Checks the ranges. */
  public Trainer {
    if (epochs < 1 || batch < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "%d epochs, batch %d, learning rate %s".formatted(epochs, batch, learningRate));
    }
  }

  /**
   * The model with trained parameters.
   *
   * @param progress called after each epoch with its number, from 1, and its mean loss
   */
  public OnnxModel train(
      OnnxModel model,
      LabelledImages images,
      Normalization normalization,
      ObjDoubleConsumer<Integer> progress) {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed);
    try (NDManager manager = DjlBackend.start();
        Model holder = Model.newInstance("onnxfi", Device.cpu(), "PyTorch")) {
      OnnxBlock block = new OnnxBlock(model, manager);
      holder.setBlock(block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optDevices(new Device[] {Device.cpu()})
              .optOptimizer(
                  Adam.builder().optLearningRateTracker(Tracker.fixed(learningRate)).build());
      try (ai.djl.training.Trainer trainer = holder.newTrainer(config)) {
        trainer.initialize(new Shape(batch, images.channels(), images.height(), images.width()));
        for (int epoch = 1; epoch <= epochs; epoch++) {
          LabelledImages shuffled = images.select(permutation(images.size(), random));
          progress.accept(epoch, epoch(trainer, shuffled, normalization));
        }
      }
      return block.export(model);
    }
  }

  private double epoch(
      ai.djl.training.Trainer trainer, LabelledImages images, Normalization normalization) {
    double sum = 0;
    int steps = images.size() / batch;
    for (int step = 0; step < steps; step++) {
      int from = step * batch;
      Tensor pixels = images.batch(normalization, from, from + batch);
      int[] labels = new int[batch];
      for (int i = 0; i < batch; i++) {
        labels[i] = images.label(from + i);
      }
      try (NDManager scratch = trainer.getManager().newSubManager()) {
        NDArray x =
            scratch.create(
                pixels.bytes().order(ByteOrder.nativeOrder()),
                new Shape(pixels.shape().dims()),
                DataType.FLOAT32);
        sum += step(trainer, new NDList(x), new NDList(scratch.create(labels)));
      }
    }
    return sum / steps;
  }

  private static double step(ai.djl.training.Trainer trainer, NDList x, NDList labels) {
    double value;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList scores = trainer.forward(x);
      NDArray loss = trainer.getLoss().evaluate(labels, scores);
      collector.backward(loss);
      value = loss.getFloat();
    }
    trainer.step();
    return value;
  }

  private static int[] permutation(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
