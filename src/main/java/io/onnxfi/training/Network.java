package io.onnxfi.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.djl.OnnxBlock;
import io.onnxfi.backend.djl.ValueHook;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A model live in the engine: scores, {@link Loss} and gradients. */
final class Network implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final NDManager manager = DjlBackend.start();
  private final ParameterStore store = new ParameterStore(manager, false);
  private final OnnxModel model;
  private final OnnxBlock block;
  private final List<NDArray> live = new ArrayList<>();

  /** The model's parameters as they are, copied. */
  Network(OnnxModel model) {
    this.model = model;
    this.block = new OnnxBlock(model, manager);
    for (Parameter parameter : block.getParameters().values()) {
      if (parameter.requiresGradient()) {
        parameter.getArray().setRequiresGradient(true);
        live.add(parameter.getArray());
      }
    }
  }

  /** Seeds what is random inside the engine: dropout. */
  static void seed(int seed) {
    Engine.getEngine(ENGINE).setRandomSeed(seed);
  }

  /** What it was made of, with the values that it had then. */
  OnnxModel model() {
    return model;
  }

  /** Names of the parameters that learn by gradient, in the order of the graph. */
  List<String> names() {
    return live.stream().map(NDArray::getName).toList();
  }

  /** Number of axes of each of {@link #names}. */
  int rank(int parameter) {
    return live.get(parameter).getShape().dimension();
  }

  /** A copy of the values of a parameter. */
  float[] values(int parameter) {
    return live.get(parameter).toFloatArray();
  }

  /** Overwrites the values of a parameter. */
  void set(int parameter, float[] values) {
    memory(parameter).put(0, values);
  }

  /** The values of a parameter where the engine has them, writable. */
  FloatBuffer memory(int parameter) {
    return memory(live.get(parameter));
  }

  /** Copies the gradient of a parameter out and sets it back to zero. */
  void takeGradient(int parameter, float[] gradient) {
    try (NDArray array = live.get(parameter).getGradient()) {
      FloatBuffer memory = memory(array);
      memory.duplicate().get(gradient);
      memory.put(new float[gradient.length]);
    }
  }

  /** An array's own memory, which the engine keeps contiguous for parameters and gradients. */
  private static FloatBuffer memory(NDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** Forward and backward: adds gradients, moves running statistics. */
  Score learn(Batch batch, double smoothing) {
    return learn(
        batch, ValueHook.NONE, scores -> Loss.crossEntropy(scores, batch.labels(), smoothing));
  }

  /**
   * The same under a hook.
   *
   * @param loss of the scores {@code [n, classes]}
   */
  Score learn(Batch batch, ValueHook hook, UnaryOperator<NDArray> loss) {
    try (NDManager scratch = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray scores = scores(batch, scratch, true, hook);
      NDArray minimised = loss.apply(scores);
      collector.backward(minimised);
      return score(scores, minimised, batch.labels());
    }
  }

  /** Forward only, with running statistics; the loss is not smoothed. */
  Score evaluate(Batch batch) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray scores = scores(batch, scratch, false, ValueHook.NONE);
      return score(scores, Loss.crossEntropy(scores, batch.labels(), 0), batch.labels());
    }
  }

  /** The class of each image, with running statistics, under a hook. */
  int[] classify(Batch batch, ValueHook hook) {
    try (NDManager scratch = manager.newSubManager()) {
      return classes(scores(batch, scratch, false, hook), batch.size());
    }
  }

  private NDArray scores(Batch batch, NDManager scratch, boolean training, ValueHook hook) {
    Tensor pixels = batch.pixels();
    NDArray interleaved =
        scratch.create(
            pixels.bytes().order(ByteOrder.nativeOrder()),
            new Shape(pixels.shape().dims()),
            DataType.FLOAT32);
    NDArray images = interleaved.transpose(0, 3, 1, 2);
    return block.forward(store, new NDList(images), training, hook).head();
  }

  private static Score score(NDArray scores, NDArray loss, int[] labels) {
    int[] classes = classes(scores, labels.length);
    long correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += classes[i] == labels[i] ? 1 : 0;
    }
    return new Score(loss.getFloat(), correct, labels.length);
  }

  /** The first of the largest scores of each image. */
  private static int[] classes(NDArray scores, int images) {
    float[] values = scores.toFloatArray();
    int count = values.length / images;
    int[] best = new int[images];
    for (int i = 0; i < images; i++) {
      for (int c = 1; c < count; c++) {
        best[i] = values[i * count + c] > values[i * count + best[i]] ? c : best[i];
      }
    }
    return best;
  }

  /** The model with the values that the parameters have now. */
  OnnxModel export() {
    return block.export(model);
  }

  @Override
  public void close() {
    manager.close();
  }
}
