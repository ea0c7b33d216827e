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
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model live in the engine: scores, loss and gradients.
 *
 * <p>The loss is {@code torch.nn.CrossEntropyLoss} with its label smoothing: the wanted
 * distribution is {@code (1 - s)} at the label plus {@code s / classes} everywhere (Szegedy et al.
 * 2016, section 7).
 */
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
    try (NDManager scratch = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
      NDArray scores = scores(batch, scratch, true);
      NDArray loss = loss(scores, batch.labels(), smoothing);
      collector.backward(loss);
      return score(scores, loss, batch.labels());
    }
  }

  /** Forward only, with running statistics; the loss is not smoothed. */
  Score evaluate(Batch batch) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray scores = scores(batch, scratch, false);
      return score(scores, loss(scores, batch.labels(), 0), batch.labels());
    }
  }

  private NDArray scores(Batch batch, NDManager scratch, boolean training) {
    Tensor pixels = batch.pixels();
    NDArray interleaved =
        scratch.create(
            pixels.bytes().order(ByteOrder.nativeOrder()),
            new Shape(pixels.shape().dims()),
            DataType.FLOAT32);
    NDArray images = interleaved.transpose(0, 3, 1, 2);
    return block.forward(store, new NDList(images), training).head();
  }

  private static NDArray loss(NDArray scores, int[] labels, double smoothing) {
    int classes = Math.toIntExact(scores.getShape().get(1));
    float[] wanted = new float[labels.length * classes];
    Arrays.fill(wanted, (float) (smoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      wanted[i * classes + labels[i]] = (float) (1 - smoothing + smoothing / classes);
    }
    NDArray distribution = scores.getManager().create(wanted, scores.getShape());
    return scores.logSoftmax(1).mul(distribution).sum().div(-labels.length);
  }

  private static Score score(NDArray scores, NDArray loss, int[] labels) {
    float[] values = scores.toFloatArray();
    int classes = values.length / labels.length;
    long correct = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = values[i * classes + c] > values[i * classes + best] ? c : best;
      }
      correct += best == labels[i] ? 1 : 0;
    }
    return new Score(loss.getFloat(), correct, labels.length);
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
