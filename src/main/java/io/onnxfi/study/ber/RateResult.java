package io.onnxfi.study.ber;

import io.onnxfi.run.Accuracy;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came out at one rate.
 *
 * @param rate probability of each bit
 * @param repetitions in their order
 */
record RateResult(double rate, List<Repetition> repetitions) {
  RateResult {
    repetitions = List.copyOf(repetitions);
  }

  /** Mean share of images whose true class was found, in one framework. */
  double meanTop1(String backend) {
    return mean(backend, Accuracy::top1);
  }

  /** Mean of a number over the repetitions, in one framework. */
  double mean(String backend, ToDoubleFunction<Accuracy> number) {
    return repetitions.stream()
        .mapToDouble(one -> number.applyAsDouble(one.accuracies().get(backend)))
        .average()
        .orElseThrow();
  }

  /** Mean number of bits in error. */
  double meanFlipped() {
    return repetitions.stream().mapToLong(Repetition::flipped).average().orElseThrow();
  }
}
