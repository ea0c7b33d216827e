package io.onnxfi.fault;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Draws faults at random: every bit of every weight is equally likely, none is drawn twice.
 *
 * <p>Weights are initializers with two or more dimensions, as in the published lists.
 */
public final class FaultSampler {
  /** Name of the generator, recorded with the seed. */
  public static final String GENERATOR = RowSelection.GENERATOR;

  private static final int MIN_RANK = 2;

  private FaultSampler() {}

  /**
   * A list of so many faults, in the order of the model's weights.
   *
   * @throws IllegalArgumentException if the model has fewer weight bits
   */
  public static FaultList draw(OnnxModel model, int count, long seed) {
    List<Initializer> weights =
        model.initializers().stream()
            .filter(i -> i.shape().rank() >= MIN_RANK && i.type().hasAddressableBits())
            .toList();
    long population = weights.stream().mapToLong(FaultSampler::bits).sum();
    if (count > population) {
      throw new IllegalArgumentException(
          "%d faults cannot be drawn from %d bits".formatted(count, population));
    }
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed);
    Set<Long> drawn = new HashSet<>();
    while (drawn.size() < count) {
      drawn.add(random.nextLong(population));
    }
    List<FaultRow> rows = new ArrayList<>();
    for (long place : drawn.stream().sorted().toList()) {
      rows.add(row(rows.size(), place, weights));
    }
    return new FaultList("drawn faults", FaultList.FAULT_COLUMNS, rows, CsvForm.STANDARD);
  }

  private static long bits(Initializer weight) {
    return weight.shape().size() * weight.type().bits();
  }

  private static FaultRow row(int number, long place, List<Initializer> weights) {
    long rest = place;
    for (Initializer weight : weights) {
      if (rest < bits(weight)) {
        int bit = (int) (rest % weight.type().bits());
        TensorIndex index = TensorIndex.of(weight.shape().coordinates(rest / weight.type().bits()));
        return FaultRow.drawn(number, weight.name(), index, bit);
      }
      rest -= bits(weight);
    }
    throw new IllegalStateException("bit " + place + " is beyond the weights");
  }
}
