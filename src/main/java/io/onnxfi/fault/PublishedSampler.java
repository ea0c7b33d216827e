package io.onnxfi.fault;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws fault lists as the published ones were drawn (dnn-benchmarks): with the published seed and
 * sizes, the same rows for the same names and shapes.
 *
 * <p>The population is every bit of every weight, stuck at 0 and at 1. Each weight tensor gets rows
 * in proportion to its elements, in the model's order; a row is one uniform coordinate per
 * dimension and one bit, drawn again if it was drawn before.
 */
public final class PublishedSampler {
  /** Name of the generator. */
  public static final String GENERATOR = "Python random (MT19937)";

  /** The published lists' seed. */
  public static final int SEED = 42;

  private static final int MIN_RANK = 2;
  private static final int STUCK_AT_VALUES = 2;
  private static final int BITS = ElementType.FLOAT.bits();

  private PublishedSampler() {}

  /**
   * A list.
   *
   * @param model its float initializers with two or more dimensions are the weights
   * @param size how many rows
   * @param seed not negative; {@value #SEED} for the published lists
   */
  public static FaultList draw(OnnxModel model, SampleSize size, int seed) {
    List<Initializer> weights =
        model.initializers().stream()
            .filter(i -> i.shape().rank() >= MIN_RANK && i.type() == ElementType.FLOAT)
            .toList();
    if (weights.isEmpty()) {
      throw new UnsupportedInputException("the model has no float weights to draw faults from");
    }
    double elements = weights.stream().mapToLong(weight -> weight.shape().size()).sum();
    long rows = size.of(elements * BITS * STUCK_AT_VALUES);
    PythonRandom random = new PythonRandom(seed);
    List<FaultRow> drawn = new ArrayList<>();
    for (Initializer weight : weights) {
      draw(weight, (long) Math.rint(rows * (weight.shape().size() / elements)), random, drawn);
    }
    return new FaultList("drawn faults", FaultList.FAULT_COLUMNS, drawn, CsvForm.STANDARD);
  }

  private static void draw(
      Initializer weight, long rows, PythonRandom random, List<FaultRow> drawn) {
    Set<FaultSite> sites = new HashSet<>();
    while (sites.size() < rows) {
      long[] index = new long[weight.shape().rank()];
      for (int axis = 0; axis < index.length; axis++) {
        index[axis] = random.below(Math.toIntExact(weight.shape().dim(axis)));
      }
      int bit = random.below(BITS);
      if (sites.add(new FaultSite(weight.name(), weight.shape().flatIndex(index), bit))) {
        drawn.add(FaultRow.drawn(drawn.size(), weight.name(), TensorIndex.of(index), bit));
      }
    }
  }
}
