package io.onnxfi.report;

import io.onnxfi.agreement.Agreement;
import io.onnxfi.agreement.BlandAltman;
import io.onnxfi.agreement.Equivalence;
import io.onnxfi.agreement.ImageAgreement;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Interval;
import io.onnxfi.workload.SampleKind;
import java.util.Locale;
import java.util.Optional;

/** The statistics of two sides as tables for the terminal. */
final class AgreementSection {
  private static final double CONFIDENCE = Equivalence.CONFIDENCE;
  private static final String NONE = "–";

  private final String left;
  private final String right;
  private final Agreement agreement;
  private final SampleKind unit;

  AgreementSection(String left, String right, Agreement agreement, SampleKind unit) {
    this.left = left;
    this.right = right;
    this.agreement = agreement;
    this.unit = unit;
  }

  String text() {
    return rates() + "\n" + coefficients() + "\n";
  }

  private String rates() {
    Equivalence e = agreement.equivalence();
    TextTable table =
        new TextTable(
            "critical rate over all faults",
            "estimate",
            String.format(Locale.ROOT, "%.0f %% interval", 100 * e.testConfidence()),
            "95 % interval");
    table.row(left, Points.rate(e.left().rate()), "", rate(e.left()));
    table.row(right, Points.rate(e.right().rate()), "", rate(e.right()));
    table.row(
        "difference",
        Points.difference(e.difference().value()),
        Points.differences(e.bound()),
        Points.differences(e.difference().interval(CONFIDENCE)));
    table.row(
        "  from the observed faults only",
        "",
        seen(e.seen(), e.testConfidence()),
        seen(e.seen(), CONFIDENCE));
    table.row(
        "faults with different critical counts",
        Figures.percent(e.differing(), e.faults()),
        "",
        Points.rates(e.differingShare()));
    String weights =
        e.strata() == 1
            ? "faults weighted equally"
            : "faults weighted by %s (%s strata)"
                .formatted(e.by().title(), Figures.count(e.strata()));
    return table.render()
        + " intervals are clustered by fault, %s; they hold for the %s of this run%n"
            .formatted(weights, unit);
  }

  private static String rate(EstimatedRate rate) {
    return Points.rates(new Interval(rate.low(), rate.high()));
  }

  private static String seen(Estimate estimate, double confidence) {
    return estimate
        .interval(confidence)
        .map(interval -> Points.differences(interval.clamped(-1, 1)))
        .orElse(NONE);
  }

  private String coefficients() {
    TextTable table = new TextTable("agreement", "", "95 % interval");
    agreement.images().ifPresent(images -> kappas(table, images));
    coefficient(table, "Pearson's r of critical counts", agreement.pearson());
    coefficient(table, "Lin's concordance of critical counts", agreement.concordance());
    BlandAltman limits = agreement.limits();
    images(table, "Bland-Altman bias, " + unit, limits.bias(), limits.biasInterval(CONFIDENCE));
    images(table, "  lower limit", limits.lower(), limits.lowerInterval(CONFIDENCE));
    images(table, "  upper limit", limits.upper(), limits.upperInterval(CONFIDENCE));
    table.row("  faults within the limits", Figures.percent(limits.inside(), limits.faults()), "");
    table.row("McNemar, clustered by fault, p", pValue(agreement.mcNemar().pValue()), "");
    agreement
        .images()
        .ifPresent(
            images ->
                table.row(
                    "McNemar per fault, significant (Holm, 5 %)",
                    "%s of %s"
                        .formatted(
                            Figures.count(images.significant().size()),
                            Figures.count(agreement.equivalence().faults())),
                    ""));
    String missing =
        agreement.images().isPresent()
            ? ""
            : " Cohen's kappa and McNemar per fault need outcomes per %s on both sides\n"
                .formatted(unit.one());
    return table.render() + missing;
  }

  private static void kappas(TextTable table, ImageAgreement images) {
    coefficient(table, "Cohen's κ of outcomes", images.outcomes());
    coefficient(table, "Cohen's κ of critical against the rest", images.critical());
  }

  private static void coefficient(TextTable table, String name, Optional<Estimate> estimate) {
    table.row(
        name,
        estimate.map(e -> decimals(e.value())).orElse("undefined"),
        estimate
            .flatMap(e -> e.interval(CONFIDENCE))
            .map(interval -> interval.clamped(-1, 1))
            .map(i -> decimals(i.low()) + " to " + decimals(i.high()))
            .orElse(NONE));
  }

  private static void images(
      TextTable table, String name, double value, Optional<Interval> interval) {
    table.row(
        name,
        signed(value),
        interval.map(i -> signed(i.low()) + " to " + signed(i.high())).orElse(NONE));
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String signed(double value) {
    String text = String.format(Locale.ROOT, "%+.3f", value);
    return text.equals("-0.000") || text.equals("+0.000") ? "0.000" : text;
  }

  private static String pValue(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
