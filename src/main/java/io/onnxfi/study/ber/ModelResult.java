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
 */
record ModelResult(
    String name,
    TensorSelection selection,
    Map<String, Accuracy> clean,
    List<RateResult> rates,
    Map<Part, RateResult> parts) {
  private static final List<Integer> POINTS = List.of(1, 5, 10);

  ModelResult {
    clean = Collections.unmodifiableMap(new LinkedHashMap<>(clean));
    rates = List.copyOf(rates);
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** The mean accuracy at one of the rates, in one framework. */
  MeanAccuracy mean(RateResult rate, String backend) {
    return MeanAccuracy.of(rate, backend, clean.get(backend), selection.bits());
  }

  /** The rates at which the mean accuracy has fallen by 1, 5 and 10 points, in one framework. */
  List<FallRate> falls(String backend) {
    List<Double> ascending = rates.stream().map(RateResult::rate).toList();
    List<MeanAccuracy> means = rates.stream().map(rate -> mean(rate, backend)).toList();
    return POINTS.stream()
        .map(points -> FallRate.of(points, ascending, means, clean.get(backend).top1()))
        .toList();
  }
}
