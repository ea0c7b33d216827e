package io.onnxfi.report;

import io.onnxfi.agreement.Agreement;
import io.onnxfi.agreement.BlandAltman;
import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Equivalence;
import io.onnxfi.agreement.ImageAgreement;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The statistics of two sides for programs. Rates are shares from 0 to 1, differences second side
 * minus first; intervals are {@code [low, high]}, null where there is none. Numbers have 9
 * significant digits, as the last ones of a logarithm depend on the processor, and files should
 * not.
 */
final class AgreementJson {
  private static final double CONFIDENCE = Equivalence.CONFIDENCE;
  private static final MathContext DIGITS = new MathContext(9);

  private AgreementJson() {}

  /** Keys {@code equivalence}, {@code mcnemar}, {@code kappa}, {@code critical_counts}. */
  static Map<String, Object> of(Comparison comparison, Agreement agreement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("equivalence", equivalence(agreement.equivalence()));
    json.put("mcnemar", mcNemar(comparison, agreement));
    agreement.images().ifPresent(images -> json.put("kappa", kappa(images)));
    json.put("critical_counts", counts(agreement));
    return json;
  }

  private static Map<String, Object> equivalence(Equivalence e) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("decision", e.decision().label());
    json.put("margin", number(e.margin().rate()));
    json.put("alpha", e.margin().alpha());
    json.put("faults", e.faults());
    json.put("strata", e.strata());
    json.put("left", rate(e.left()));
    json.put("right", rate(e.right()));
    json.put("difference", difference(e));
    json.put("unseen_share", number(e.unseenShare()));
    json.put("differing", e.differing());
    json.put("differing_interval_95", interval(Optional.of(e.differingShare())));
    OptionalLong more = e.moreFaults();
    json.put("more_faults", more.isPresent() ? more.getAsLong() : null);
    return json;
  }

  private static Map<String, Object> rate(EstimatedRate rate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", number(rate.rate()));
    json.put("interval_95", interval(Optional.of(new Interval(rate.low(), rate.high()))));
    return json;
  }

  private static Map<String, Object> difference(Equivalence e) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", number(e.difference().value()));
    json.put("interval_95", interval(Optional.of(e.difference().interval(CONFIDENCE))));
    json.put("test_confidence", number(e.testConfidence()));
    json.put("test_interval", interval(Optional.of(e.bound())));
    json.put("seen", estimate(e.seen(), -1));
    return json;
  }

  private static Map<String, Object> mcNemar(Comparison comparison, Agreement agreement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("statistic", number(agreement.mcNemar().statistic()));
    json.put("p", number(agreement.mcNemar().pValue()));
    agreement
        .images()
        .ifPresent(
            images -> {
              json.put("level", ImageAgreement.LEVEL);
              json.put("correction", "holm");
              json.put("significant", images.significant().size());
              List<Long> injections = new ArrayList<>();
              images
                  .significant()
                  .forEach(i -> injections.add(comparison.faults().get(i).trial().id()));
              json.put("significant_injections", injections);
            });
    return json;
  }

  private static Map<String, Object> kappa(ImageAgreement images) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcomes", estimate(images.outcomes(), -1));
    json.put("critical", estimate(images.critical(), -1));
    return json;
  }

  private static Map<String, Object> counts(Agreement agreement) {
    BlandAltman limits = agreement.limits();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pearson", estimate(agreement.pearson(), -1));
    json.put("concordance", estimate(agreement.concordance(), -1));
    json.put("bias", number(limits.bias()));
    json.put("bias_interval_95", interval(limits.biasInterval(CONFIDENCE)));
    json.put("lower_limit", number(limits.lower()));
    json.put("lower_limit_interval_95", interval(limits.lowerInterval(CONFIDENCE)));
    json.put("upper_limit", number(limits.upper()));
    json.put("upper_limit_interval_95", interval(limits.upperInterval(CONFIDENCE)));
    json.put("within_limits", limits.inside());
    return json;
  }

  private static Map<String, Object> estimate(Optional<Estimate> estimate, double least) {
    return estimate.map(e -> estimate(e, least)).orElse(null);
  }

  /** The interval without what is below {@code least} or above 1. */
  private static Map<String, Object> estimate(Estimate e, double least) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", number(e.value()));
    json.put(
        "standard_error", Double.isFinite(e.standardError()) ? number(e.standardError()) : null);
    json.put("degrees_of_freedom", number(e.degreesOfFreedom()));
    json.put("interval_95", interval(e.interval(CONFIDENCE).map(i -> i.clamped(least, 1))));
    return json;
  }

  private static List<Double> interval(Optional<Interval> interval) {
    return interval.map(i -> List.of(number(i.low()), number(i.high()))).orElse(null);
  }

  private static double number(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
