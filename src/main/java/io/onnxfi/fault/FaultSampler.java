package io.onnxfi.fault;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.random.Generators;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws faults at random: every bit of every weight is equally likely, none is drawn twice.
 *
 * <p>Weights are trained tensors with two or more dimensions, as in the published lists.
 */
public final class FaultSampler {
  /** Name of the generator, recorded with the seed. */
  public static final String GENERATOR = RowSelection.GENERATOR;

  private FaultSampler() {}

  /**
   * A list of this many faults, in the order of the model's weights.
   *
   * @throws io.onnxfi.error.MalformedInputException if the model has fewer weight bits
   */
  public static FaultList draw(OnnxModel model, int count, long seed) {
    Population population = Population.of(model);
    population.requireEnoughFor(count, "number of faults");
    long bits = population.bits();
    RandomGenerator random = Generators.of(GENERATOR).create(seed);
    Set<Long> drawn = new HashSet<>();
    while (drawn.size() < count) {
      drawn.add(random.nextLong(bits));
    }
    Rows.Builder rows = new Rows.Builder(FaultList.FAULT_COLUMNS);
    drawn.stream()
        .mapToLong(Long::longValue)
        .sorted()
        .forEach(place -> rows.add(row(rows.size(), place, population.weights())));
    return new FaultList("drawn faults", FaultList.FAULT_COLUMNS, rows.build(), CsvForm.STANDARD);
  }

  private static FaultRow row(int number, long place, List<Weight> weights) {
    long rest = place;
    for (Weight weight : weights) {
      if (rest < weight.bits()) {
        int width = weight.stored().type().bits();
        TensorIndex index = TensorIndex.of(weight.layout().shape().coordinates(rest / width));
        return FaultRow.drawn(number, new FaultSite(weight.layer(), index, (int) (rest % width)));
      }
      rest -= weight.bits();
    }
    throw new IllegalStateException("bit " + place + " is beyond the weights");
  }
}
