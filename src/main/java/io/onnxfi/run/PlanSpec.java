package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.PlanCosts;
import io.onnxfi.sampling.CostModel;
import io.onnxfi.sampling.RateEstimator;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan is to reach, and what is known beforehand.
 *
 * @param margin of the critical rate, in ± percentage points, above 0 and below 100
 * @param rate how the critical rate will be estimated
 * @param list that faults are drawn from; if empty, that of the outcomes or of the pilot
 * @param faultMillis milliseconds to inject a fault; measured in the pilot or assumed if empty
 * @param imageMillis milliseconds per image; measured in the pilot or assumed if empty
 * @param options of the replay that carries the plan out, by name ({@code --model}), for the
 *     commands that the plan ends with
 * @param seed of the draws of faults and images in these commands
 */
public record PlanSpec(
    double margin,
    RateEstimator rate,
    Optional<Path> list,
    OptionalDouble faultMillis,
    OptionalDouble imageMillis,
    Map<String, String> options,
    long seed) {
  /**
   * Checks the ranges and copies.
   *
   * @throws MalformedInputException if a number is out of its range
   */
  public PlanSpec {
    CampaignSpec.share(margin);
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(list, "list");
    requireTime("--fault-ms", faultMillis);
    requireTime("--image-ms", imageMillis);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /**
   * A plan of which nothing else is asked.
   *
   * @param margin in ± percentage points
   */
  public static PlanSpec of(double margin) {
    return new PlanSpec(
        margin,
        CampaignSpec.USUAL_RATE,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of(),
        0);
  }

  private static void requireTime(String option, OptionalDouble millis) {
    if (millis.isPresent()
        && !(millis.getAsDouble() > 0 && millis.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw MalformedInputException.of(
          option, "milliseconds above 0", Double.toString(millis.getAsDouble()));
    }
  }

  /** The margin as a share. */
  double share() {
    return CampaignSpec.share(margin);
  }

  /**
   * What faults and images cost: given, else measured, else assumed.
   *
   * @param measured in a pilot
   */
  PlanCosts costs(Optional<CostModel> measured) {
    PlanCosts costs = measured.map(PlanCosts::measured).orElse(PlanCosts.ASSUMED);
    if (faultMillis.isPresent()) {
      costs = costs.withFaultMillis(faultMillis.getAsDouble());
    }
    if (imageMillis.isPresent()) {
      costs = costs.withImageMillis(imageMillis.getAsDouble());
    }
    return faultMillis.isPresent() && imageMillis.isPresent() ? costs.withoutOnce() : costs;
  }
}
