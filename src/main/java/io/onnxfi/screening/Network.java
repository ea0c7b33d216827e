package io.onnxfi.screening;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A network as steps, of one sample. Value 0 is what goes in; value i + 1 is the result of step i;
 * the last one are the scores.
 *
 * @param inputSize elements of a sample
 * @param steps in the order in which they run
 * @param weights where each tensor of weights is used, if it is by one step only
 * @param names of the values
 */
record Network(
    int inputSize, List<Step> steps, Map<String, WeightUse> weights, List<String> names) {
  Network {
    names = List.copyOf(names);
    steps = List.copyOf(steps);
    weights = Map.copyOf(weights);
  }

  /** Where a tensor is used. */
  static final class WeightUse {
    private final int step;
    private final double bias;
    private final int repeats;
    private final float[] values;

    /**
     * All that it is made of.
     *
     * @param step place of the step
     * @param bias what a change of an element by 1 adds to each of {@code repeats} results
     * @param repeats results that lie side by side; 0 if the tensor is the first map's weights
     * @param values of the tensor, as stored
     */
    WeightUse(int step, double bias, int repeats, float[] values) {
      this.step = step;
      this.bias = bias;
      this.repeats = repeats;
      this.values = values;
    }

    int step() {
      return step;
    }

    boolean isBias() {
      return repeats > 0;
    }

    double bias() {
      return bias;
    }

    int repeats() {
      return repeats;
    }

    float[] values() {
      return values;
    }
  }

  /** Elements of a value. */
  int size(int place) {
    return place == 0 ? inputSize : steps.get(place - 1).size();
  }

  /** Places of the values that are made before a step and read by it or behind it. */
  SortedSet<Integer> live(int first) {
    SortedSet<Integer> live = new TreeSet<>();
    for (Step step : steps.subList(first, steps.size())) {
      for (int read : step.reads()) {
        if (read <= first) {
          live.add(read);
        }
      }
    }
    return live;
  }

  /** The values that a step reads. */
  double[][] read(Step step, double[][] values) {
    double[][] read = new double[step.reads().length][];
    for (int i = 0; i < read.length; i++) {
      read[i] = values[step.reads()[i]];
    }
    return read;
  }
}
