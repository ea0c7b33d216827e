package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.sampling.RateEstimator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a critical rate is estimated. */
final class RateOptions {
  @Option(
      names = "--confidence",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description = "Confidence of the intervals (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Mixin private StrataOption strata;

  RateEstimator rate() {
    if (!(confidence > 0 && confidence < 100)) {
      throw MalformedInputException.of(
          "--confidence", "above 0 and below 100 percent", Double.toString(confidence));
    }
    return new RateEstimator(strata.strata(), confidence / 100);
  }
}
