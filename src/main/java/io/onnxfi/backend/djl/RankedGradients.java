package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the highest scores of samples change with values that the network computes on the way: the
 * gradient of each of these scores by PyTorch's autograd, all values at once.
 *
 * <p>Samples are run forward once, and backward once for each rank. Several threads may run at a
 * time.
 */
public final class RankedGradients implements AutoCloseable {
  private final Set<String> wanted;
  private final Set<String> derived;
  private final int ranks;
  private final NDManager manager;
  private final OnnxBlock block;

  /**
   * What came out, of {@code n} samples.
   *
   * @param scores {@code [n, classes]}
   * @param classes by rank and sample, {@code [ranks, n]} row-major: of rank 0 the class with the
   *     highest score, the first among equals
   * @param values those that were wanted, {@code [n, …]}
   * @param gradients of the score of each rank by each value, {@code [ranks · n, …]}, those of a
   *     rank side by side
   */
  public record Result(
      Tensor scores, Tensor classes, Map<String, Tensor> values, Map<String, Tensor> gradients) {
    /** Checks and copies. */
    public Result {
      Objects.requireNonNull(scores, "scores");
      Objects.requireNonNull(classes, "classes");
      values = Map.copyOf(values);
      gradients = Map.copyOf(gradients);
    }
  }

  /**
   * The graph, live in the engine.
   *
   * @param model of one float input and one output of scores {@code [n, classes]}
   * @param wanted values to be read
   * @param derived values that nodes compute, by which scores are derived
   * @param ranks scores of each sample, from the highest, at most as many as there are classes
   * @throws UnsupportedInputException if PyTorch cannot run the graph
   */
  public RankedGradients(OnnxModel model, Set<String> wanted, Set<String> derived, int ranks) {
    this.wanted = Set.copyOf(wanted);
    this.derived = Set.copyOf(derived);
    this.ranks = ranks;
    this.manager = DjlBackend.start();
    try {
      this.block = new OnnxBlock(model, manager);
    } catch (UnsupportedInputException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Runs samples forward, and backward once for each rank.
   *
   * @param samples {@code [n, …]}
   * @throws OnnxFiException if the engine gives up
   */
  public Result of(Tensor samples) {
    Map<String, NDArray> leaves = new HashMap<>();
    Map<String, Tensor> values = new HashMap<>();
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(true);
    try (NDManager scratch = manager.newSubManager()) {
      NDArray fed = EngineTensors.share(scratch, samples);
      ValueHook hook =
          (name, computed) -> {
            if (wanted.contains(name)) {
              values.put(name, EngineTensors.read(computed, ElementType.FLOAT));
            }
            return derived.contains(name) ? moved(computed, name, leaves) : computed;
          };
      PtNDArray scores = (PtNDArray) block.derive(new NDList(fed), hook).head();
      scores.attach(scratch);
      leaves.values().forEach(leaf -> leaf.attach(scratch));
      Tensor read = EngineTensors.read(scores, ElementType.FLOAT);
      Tensor classes = ranking(read);
      Map<String, Tensor> gradients = new HashMap<>();
      for (int rank = 0; rank < ranks; rank++) {
        float[] chosen = chosen(classes, rank, read);
        NDArray direction = EngineMemory.floats(scratch, chosen, scores.getShape());
        JniUtils.backward(scores, (PtNDArray) direction, rank < ranks - 1, false);
        for (Map.Entry<String, NDArray> leaf : leaves.entrySet()) {
          keep(leaf.getKey(), leaf.getValue(), rank, gradients);
        }
      }
      return new Result(read, classes, values, gradients);
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw FrameworkException.of("PyTorch (DJL) cannot compute the gradients of scores", e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Takes the gradient of a rank, and makes room for that of the next. */
  private void keep(String value, NDArray leaf, int rank, Map<String, Tensor> gradients) {
    NDArray gradient = leaf.getGradient();
    Shape shape = Shape.of(gradient.getShape().getShape());
    Tensor all =
        gradients.computeIfAbsent(
            value,
            unknown -> Tensor.allocate(ElementType.FLOAT, shape.withBatch(ranks * shape.dim(0))));
    EngineTensors.read(gradient, all.slice(rank * shape.dim(0), (rank + 1) * shape.dim(0)));
    gradient.close();
    JniUtils.zeroGrad((PtNDArray) leaf);
  }

  /** A value with a zero added that has a gradient, which is that of the value. */
  private static NDArray moved(NDArray computed, String name, Map<String, NDArray> leaves) {
    NDArray leaf = computed.zerosLike();
    leaf.setRequiresGradient(true);
    leaves.put(name, leaf);
    return computed.add(leaf);
  }

  private Tensor ranking(Tensor scores) {
    float[] all = scores.toFloatArray();
    int count = Math.toIntExact(scores.shape().dim(0));
    int width = all.length / count;
    long[] classes = new long[ranks * count];
    for (int i = 0; i < count; i++) {
      int at = i * width;
      int[] sorted =
          IntStream.range(0, width)
              .boxed()
              .sorted((a, b) -> Float.compare(all[at + b], all[at + a]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int rank = 0; rank < ranks; rank++) {
        classes[rank * count + i] = sorted[rank];
      }
    }
    return Tensor.ofLongs(Shape.of(ranks, count), classes);
  }

  /** One score of each sample, as the direction to derive in. */
  private static float[] chosen(Tensor classes, int rank, Tensor scores) {
    int count = Math.toIntExact(scores.shape().dim(0));
    int width = Math.toIntExact(scores.shape().rowSize());
    float[] ones = new float[count * width];
    for (int i = 0; i < count; i++) {
      ones[i * width + Math.toIntExact(classes.longs().get(rank * count + i))] = 1;
    }
    return ones;
  }

  @Override
  public void close() {
    manager.close();
  }
}
