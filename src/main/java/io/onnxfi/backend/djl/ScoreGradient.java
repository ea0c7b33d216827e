package io.onnxfi.backend.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the scores of images change with a value that the network computes on the way to them: the
 * gradient of one score per image, by PyTorch's autograd.
 *
 * <p>The value is the only leaf: nothing before it has a gradient, and what reaches the scores
 * beside it (a skip connection) counts as constant. Running statistics stay as they are.
 *
 * <p>The engine has one gradient at a time: not while a network is trained in the same process.
 */
public final class ScoreGradient implements AutoCloseable {
  private final String value;
  private final NDManager manager;
  private final OnnxBlock block;

  /**
   * What came out.
   *
   * @param scores {@code [n, classes]}
   * @param value {@code [n, …]}
   * @param gradient of the chosen score of each image with respect to the value, of its shape
   */
  public record Result(Tensor scores, Tensor value, Tensor gradient) {
    /** Checks that nothing is missing. */
    public Result {
      Objects.requireNonNull(scores, "scores");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(gradient, "gradient");
    }
  }

  /**
   * The graph, live in the engine.
   *
   * @param model of one input of images and one output of scores {@code [n, classes]}
   * @param value that a node computes, on which the scores depend
   * @throws UnsupportedInputException if the scores do not depend on the value, or PyTorch cannot
   *     run the graph
   */
  public ScoreGradient(OnnxModel model, String value) {
    ValueInfo images = model.inputs().get(0);
    if (images.type() != ElementType.FLOAT) {
      throw new UnsupportedInputException(
          "gradients come from PyTorch (DJL), which takes float inputs, but '%s' is %s"
              .formatted(images.name(), images));
    }
    String scores = model.outputNames().get(0);
    if (!new Dataflow(model).dependents(List.of(value)).contains(scores)) {
      throw new UnsupportedInputException(
          "the scores '%s' do not depend on '%s'".formatted(scores, value));
    }
    this.value = value;
    this.manager = DjlBackend.start();
    try {
      this.block = new OnnxBlock(model, manager);
    } catch (UnsupportedInputException e) {
      manager.close();
      String gap = e.getMessage().replace("; " + Operators.REMEDY, "");
      throw new UnsupportedInputException(gap + "; gradients need PyTorch", e);
    }
  }

  /**
   * Runs images forward and backward, once.
   *
   * @param images {@code [n, channels, height, width]}
   * @param choice from the scores {@code [n, classes]} to the class of each image whose score's
   *     gradient is wanted
   * @throws io.onnxfi.error.OnnxFiException if the engine gives up
   */
  public Result of(Tensor images, Function<Tensor, int[]> choice) {
    try (NDManager scratch = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(DjlBackend.ENGINE).newGradientCollector()) {
      NDArray pixels = EngineTensors.share(scratch, images);
      NDList leaves = new NDList();
      NDArray scores =
          block
              .derive(
                  new NDList(pixels),
                  (name, computed) -> name.equals(value) ? leaf(computed, leaves) : computed)
              .head();
      scores.attach(scratch);
      Tensor read = EngineTensors.read(scores, ElementType.FLOAT);
      NDArray chosen =
          EngineMemory.floats(scratch, oneHot(read, choice.apply(read)), scores.getShape());
      collector.backward(scores.mul(chosen).sum());
      NDArray leaf = leaves.singletonOrThrow();
      leaf.attach(scratch);
      return new Result(
          read,
          EngineTensors.read(leaf, ElementType.FLOAT),
          EngineTensors.read(leaf.getGradient(), ElementType.FLOAT));
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw FrameworkException.of(
          "PyTorch (DJL) cannot compute the gradient of scores by '%s'".formatted(value), e);
    }
  }

  /** A value to derive by, kept, and a view of it for the graph, which closes what it has read. */
  private static NDArray leaf(NDArray computed, NDList kept) {
    NDArray leaf = computed.duplicate();
    leaf.setRequiresGradient(true);
    kept.add(leaf);
    return leaf.reshape(leaf.getShape());
  }

  private static float[] oneHot(Tensor scores, int... classes) {
    int count = Math.toIntExact(scores.shape().rowSize());
    float[] ones = new float[classes.length * count];
    for (int i = 0; i < classes.length; i++) {
      ones[i * count + Objects.checkIndex(classes[i], count)] = 1;
    }
    return ones;
  }

  @Override
  public void close() {
    manager.close();
  }
}
