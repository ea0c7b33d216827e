package io.onnxfi.study.ber;

import io.onnxfi.fault.TensorSelection;
import io.onnxfi.run.Accuracy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came out for one model.
 *
 * @param name of the model
 * @param selection its tensors that had errors
 * @param clean without errors, by id of the framework
 * @param rates in ascending order
 * @param parts what errors in a part alone did, at one rate; empty if nobody asked
 * @param means the mean accuracies at the rates, by id of the framework
 */
record ModelResult(
    String name,
    TensorSelection selection,
    Map<String, Accuracy> clean,
    List<RateResult> rates,
    Map<Part, RateResult> parts,
    Map<String, List<MeanAccuracy>> means) {
  private static final List<Integer> POINTS = List.of(1, 5, 10);

  ModelResult {
    clean = Collections.unmodifiableMap(new LinkedHashMap<>(clean));
    rates = List.copyOf(rates);
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    means = Map.copyOf(means);
  }

  /** With the means that follow from the repetitions. */
  static ModelResult of(
      String name,
      TensorSelection selection,
      Map<String, Accuracy> clean,
      List<RateResult> rates,
      Map<Part, RateResult> parts) {
    Map<String, List<MeanAccuracy>> means = new LinkedHashMap<>();
    clean.forEach(
        (id, accuracy) -> means.put(id, MeanAccuracy.of(rates, id, accuracy, selection.bits())));
    return new ModelResult(name, selection, clean, rates, parts, means);
  }

  /** The mean accuracy at one of the rates, in one framework. */
  MeanAccuracy mean(RateResult rate, String backend) {
    return means.get(backend).get(rates.indexOf(rate));
  }

  /** The rates at which the mean accuracy has fallen by 1, 5 and 10 points, in one framework. */
  List<FallRate> falls(String backend) {
    List<Double> ascending = rates.stream().map(RateResult::rate).toList();
    return POINTS.stream()
        .map(
            points -> FallRate.of(points, ascending, means.get(backend), clean.get(backend).top1()))
        .toList();
  }
}
