package io.onnxfi.report;

import io.onnxfi.sampling.CostModel;
import io.onnxfi.workload.SampleKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a campaign costs, and how that is known.
 *
 * @param model the costs in one backend
 * @param perFault where the cost of a fault comes from
 * @param perImage where the cost of an image comes from
 */
public record PlanCosts(CostModel model, CostSource perFault, CostSource perImage) {
  private static final double MILLI = 1e-3;

  /** What a session and an image of ResNet20 take on two cores. */
  public static final PlanCosts ASSUMED =
      new PlanCosts(new CostModel(10 * MILLI, 0.5 * MILLI), CostSource.ASSUMED, CostSource.ASSUMED);

  /**
   * Costs that were measured.
   *
   * @param measured in a pilot
   */
  public static PlanCosts measured(CostModel measured) {
    return new PlanCosts(measured, CostSource.MEASURED, CostSource.MEASURED);
  }

  /** The same with a given cost of a fault in milliseconds, above 0. */
  public PlanCosts withFaultMillis(double millis) {
    return new PlanCosts(
        new CostModel(millis * MILLI, model.perImage(), model.once()), CostSource.GIVEN, perImage);
  }

  /** The same with a given cost of an image in milliseconds, above 0. */
  public PlanCosts withImageMillis(double millis) {
    return new PlanCosts(
        new CostModel(model.perFault(), millis * MILLI, model.once()), perFault, CostSource.GIVEN);
  }

  /** The same without what is spent once. */
  public PlanCosts withoutOnce() {
    return new PlanCosts(new CostModel(model.perFault(), model.perImage()), perFault, perImage);
  }

  /**
   * As {@code 10 ms per fault and 0.5 ms per image (as given)}.
   *
   * @param unit what samples are called
   */
  String each(SampleKind unit) {
    return perFault == perImage
        ? "%s per fault and %s per %s (%s)"
            .formatted(
                millis(model.perFault()), millis(model.perImage()), unit.one(), perFault.text())
        : "%s per fault (%s) and %s per %s (%s)"
            .formatted(
                millis(model.perFault()),
                perFault.text(),
                millis(model.perImage()),
                unit.one(),
                perImage.text());
  }

  /**
   * Both, what comes on top, and how they were measured.
   *
   * @param unit what samples are called
   */
  String text(SampleKind unit) {
    if (model.once() == 0) {
      return each(unit) + ", per backend,%nplus one fault-free run over all %s.".formatted(unit);
    }
    return each(unit)
        + (", per backend, plus %s once for everything else.%nMeasured: the workers' time for"
                + " injecting faults and for running and judging %s, divided by the%nnumber of"
                + " workers; the rest of the elapsed time is spent on fault-free values and on"
                + " finding cuts.")
            .formatted(Figures.seconds(model.once()), unit);
  }

  private static String millis(double seconds) {
    return BigDecimal.valueOf(seconds / MILLI)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        + " ms";
  }

  /** For a program. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds_per_fault", model.perFault());
    json.put("seconds_per_fault_from", perFault.toString());
    json.put("seconds_per_image", model.perImage());
    json.put("seconds_per_image_from", perImage.toString());
    json.put("seconds_once", model.once());
    return json;
  }
}
