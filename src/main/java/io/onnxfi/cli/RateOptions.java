package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import picocli.CommandLine.Option;

/** How a critical rate is estimated. */
final class RateOptions {
  @Option(
      names = "--confidence",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description = "Confidence of the intervals (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Option(
      names = "--strata",
      paramLabel = "S",
      defaultValue = "layer-bit",
      description =
          "layer-bit (if each bit is equally likely to be hit, as the list suggests, which"
              + " narrows the intervals) or none (default: ${DEFAULT-VALUE}).")
  private String strata;

  RateEstimator rate() {
    if (!(confidence > 0 && confidence < 100)) {
      throw MalformedInputException.of(
          "--confidence", "above 0 and below 100 percent", Double.toString(confidence));
    }
    return new RateEstimator(Strata.parse("--strata", strata), confidence / 100);
  }
}
