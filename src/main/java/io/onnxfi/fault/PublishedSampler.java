package io.onnxfi.fault;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.tensor.Shape;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Draws fault lists as the published ones were drawn (dnn-benchmarks): with the published seed and
 * sizes, the same rows for the same names and shapes.
 *
 * <p>The population is every bit of every weight, stuck at 0 and at 1. Each weight tensor gets rows
 * in proportion to its bits, in the model's order; a row is one uniform coordinate per dimension
 * and one bit, drawn again if it was drawn before.
 */
public final class PublishedSampler {
  /** Name of the generator. */
  public static final String GENERATOR = "Python random (MT19937)";

  /** The published lists' seed. */
  public static final int SEED = 42;

  private static final int STUCK_AT_VALUES = 2;

  private PublishedSampler() {}

  /**
   * A list.
   *
   * @param model its trained tensors with two or more dimensions are the weights
   * @param size how many rows
   * @param seed not negative; {@value #SEED} for the published lists
   * @throws io.onnxfi.error.MalformedInputException if more rows are asked for than the weights
   *     have bits
   */
  public static FaultList draw(OnnxModel model, SampleSize size, int seed) {
    Population population = Population.of(model);
    double bits = population.bits();
    long rows = size.of(bits * STUCK_AT_VALUES);
    population.requireEnoughFor(rows, size.describe());
    PythonRandom random = new PythonRandom(seed);
    Rows.Builder drawn = new Rows.Builder(FaultList.FAULT_COLUMNS);
    for (Weight weight : population.weights()) {
      draw(weight, (long) Math.rint(rows * (weight.bits() / bits)), random, drawn);
    }
    return new FaultList("drawn faults", FaultList.FAULT_COLUMNS, drawn.build(), CsvForm.STANDARD);
  }

  /** How many faults a list is drawn from: each bit stuck at 0 and at 1, as the study counts. */
  public static long possible(OnnxModel model) {
    return STUCK_AT_VALUES * Population.of(model).bits();
  }

  /** Which tensors of a model a list leaves out, and why; empty if none. */
  public static Optional<String> leftOut(OnnxModel model) {
    return Population.of(model).leftOut();
  }

  private static void draw(Weight weight, long rows, PythonRandom random, Rows.Builder drawn) {
    Shape shape = weight.layout().shape();
    int width = weight.stored().type().bits();
    Set<Long> known = new HashSet<>();
    while (known.size() < rows) {
      long[] index = new long[shape.rank()];
      for (int axis = 0; axis < index.length; axis++) {
        index[axis] = random.below(Math.toIntExact(shape.dim(axis)));
      }
      int bit = random.below(width);
      if (known.add(shape.flatIndex(index) * width + bit)) {
        FaultSite site = new FaultSite(weight.layer(), TensorIndex.of(index), bit);
        drawn.add(FaultRow.drawn(drawn.size(), site));
      }
    }
  }
}
