package io.onnxfi.backend.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
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
 * <p>Each sample is run once for each of its scores, so that a single pass backward serves all of
 * them. The engine has one gradient at a time: not while a network is trained in the same process.
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
   * Runs samples forward and backward, once for each rank.
   *
   * @param samples {@code [n, …]}
   * @throws OnnxFiException if the engine gives up
   */
  public Result of(Tensor samples) {
    int count = Math.toIntExact(samples.shape().dim(0));
    Map<String, NDArray> leaves = new HashMap<>();
    Map<String, Tensor> values = new HashMap<>();
    try (NDManager scratch = manager.newSubManager();
        GradientCollector collector = Engine.getEngine(DjlBackend.ENGINE).newGradientCollector()) {
      NDArray fed = EngineTensors.share(scratch, repeated(samples));
      ValueHook hook =
          (name, computed) -> {
            if (wanted.contains(name)) {
              values.put(name, first(computed, count));
            }
            return derived.contains(name) ? moved(computed, name, leaves) : computed;
          };
      NDArray scores = block.derive(new NDList(fed), hook).head();
      scores.attach(scratch);
      Tensor read = EngineTensors.read(scores, ElementType.FLOAT).slice(0, count);
      Tensor classes = ranking(read);
      NDArray chosen = EngineMemory.floats(scratch, chosen(classes, read), scores.getShape());
      collector.backward(scores.mul(chosen).sum());
      Map<String, Tensor> gradients = new HashMap<>();
      for (Map.Entry<String, NDArray> leaf : leaves.entrySet()) {
        leaf.getValue().attach(scratch);
        gradients.put(
            leaf.getKey(), EngineTensors.read(leaf.getValue().getGradient(), ElementType.FLOAT));
      }
      return new Result(read, classes, values, gradients);
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw FrameworkException.of("PyTorch (DJL) cannot compute the gradients of scores", e);
    }
  }

  private Tensor repeated(Tensor samples) {
    long count = samples.shape().dim(0);
    Tensor all = Tensor.allocate(samples.type(), samples.shape().withBatch(ranks * count));
    for (int row = 0; row < ranks * count; row++) {
      all.row(row).put(samples.row(Math.toIntExact(row % count)));
    }
    return all;
  }

  /** A copy of the first rows. */
  private static Tensor first(NDArray computed, int count) {
    try (NDArray rows = computed.get(new NDIndex("0:" + count))) {
      return EngineTensors.read(rows, ElementType.FLOAT);
    }
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
    return Tensor.ofLongs(io.onnxfi.tensor.Shape.of(ranks, count), classes);
  }

  private float[] chosen(Tensor classes, Tensor scores) {
    int width = Math.toIntExact(scores.shape().rowSize());
    float[] ones = new float[Math.toIntExact(classes.shape().size()) * width];
    for (int row = 0; row < classes.shape().size(); row++) {
      ones[row * width + Math.toIntExact(classes.longs().get(row))] = 1;
    }
    return ones;
  }

  @Override
  public void close() {
    manager.close();
  }
}
