package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.PlanCosts;
import io.onnxfi.sampling.CostModel;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What faults and images cost in time, where that is not to be measured or assumed. */
final class CostOptions {
  @Option(
      names = "--fault-ms",
      paramLabel = "MS",
      description =
          "Milliseconds to inject a fault (default: measured in the pilot, or else 10, a session of"
              + " ResNet20).")
  private Double faultMillis;

  @Option(
      names = "--image-ms",
      paramLabel = "MS",
      description =
          "Milliseconds per image (default: measured in the pilot, or else 0.5, the whole ResNet20"
              + " on two cores; the last lines of a replay show yours).")
  private Double imageMillis;

  void check() {
    check("--fault-ms", faultMillis);
    check("--image-ms", imageMillis);
  }

  private static void check(String option, Double millis) {
    if (millis != null && !(millis > 0 && millis < Double.POSITIVE_INFINITY)) {
      throw MalformedInputException.of(option, "milliseconds above 0", millis.toString());
    }
  }

  /**
   * The costs: given, else measured, else assumed.
   *
   * @param measured in a pilot
   */
  PlanCosts of(Optional<CostModel> measured) {
    PlanCosts costs = measured.map(PlanCosts::measured).orElse(PlanCosts.ASSUMED);
    if (faultMillis != null) {
      costs = costs.withFaultMillis(faultMillis);
    }
    if (imageMillis != null) {
      costs = costs.withImageMillis(imageMillis);
    }
    return faultMillis != null && imageMillis != null ? costs.withoutOnce() : costs;
  }
}
