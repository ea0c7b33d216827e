package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bits that a list of faults is drawn from: those of the trained tensors with two or more
 * dimensions, as in the published lists, each with the bits of its own type.
 *
 * @param weights in the order of the file
 * @param leftOut which tensors it leaves out and why; empty if none
 */
record Population(List<Weight> weights, Optional<String> leftOut) {
  private static final int MIN_RANK = 2;

  Population {
    weights = List.copyOf(weights);
  }

  /**
   * The bits of a model.
   *
   * @throws UnsupportedInputException if it has none
   */
  static Population of(OnnxModel model) {
    WeightTable table = WeightTable.of(model);
    List<Weight> weights = new ArrayList<>();
    Map<String, Map<String, Integer>> others = new TreeMap<>();
    for (Initializer initializer : model.initializers()) {
      Weight weight = table.stored(initializer.name()).orElseThrow();
      Optional<String> obstacle = obstacle(weight);
      if (obstacle.isEmpty()) {
        weights.add(weight);
      } else {
        others
            .computeIfAbsent(obstacle.get(), reason -> new TreeMap<>())
            .merge(initializer.type().label(), 1, Integer::sum);
      }
    }
    if (weights.isEmpty()) {
      throw new UnsupportedInputException("the model has no weights to draw faults from");
    }
    return new Population(weights, others.isEmpty() ? Optional.empty() : Optional.of(say(others)));
  }

  private static Optional<String> obstacle(Weight weight) {
    if (weight.operator().isEmpty()) {
      return Optional.of("not used");
    }
    if (!weight.isTrained()) {
      return Optional.of("without trained values");
    }
    return weight.stored().shape().rank() < MIN_RANK
        ? Optional.of("with fewer than two dimensions")
        : Optional.empty();
  }

  private static String say(Map<String, Map<String, Integer>> others) {
    return others.entrySet().stream()
        .map(
            reason ->
                reason.getValue().entrySet().stream()
                        .map(type -> type.getValue() + " " + type.getKey())
                        .collect(Collectors.joining(", "))
                    + " "
                    + reason.getKey())
        .collect(Collectors.joining("; ", "tensors left out: ", ""));
  }

  /** How many bits there are. */
  long bits() {
    return weights.stream().mapToLong(Weight::bits).reduce(0, Math::addExact);
  }

  /**
   * Checks that this many faults can differ.
   *
   * @param asked what asks for them, for the message
   */
  void requireEnoughFor(long faults, String asked) {
    if (faults > bits()) {
      throw MalformedInputException.of(
          asked, "at most %d faults, one per bit of the weights".formatted(bits()), faults + "");
    }
  }
}
