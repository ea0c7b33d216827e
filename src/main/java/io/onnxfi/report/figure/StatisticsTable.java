package io.onnxfi.report.figure;

import io.onnxfi.agreement.Agreement;
import io.onnxfi.agreement.BlandAltman;
import io.onnxfi.agreement.Equivalence;
import io.onnxfi.agreement.ImageAgreement;
import io.onnxfi.report.RunResults;
import io.onnxfi.sampling.Estimate;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.sampling.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the verdict about two sides rests on, number by number. */
final class StatisticsTable {
  private static final double CONFIDENCE = Equivalence.CONFIDENCE;
  private static final double PERCENT = 100;

  /** The last digits of logarithms and powers may depend on the processor. */
  private static final MathContext DIGITS = new MathContext(9);

  private final RunResults.Pair pair;
  private final List<List<Object>> rows = new ArrayList<>();

  private StatisticsTable(RunResults.Pair pair) {
    this.pair = pair;
  }

  /** The statistics of a pair of sides. */
  static DataTable of(RunResults.Pair pair) {
    return new StatisticsTable(pair).table();
  }

  private DataTable table() {
    Agreement agreement = pair.report().agreement();
    equivalence(agreement.equivalence());
    agreement.images().ifPresent(this::kappas);
    estimate("Pearson's r of critical counts", "", agreement.pearson(), 1);
    estimate("Lin's concordance of critical counts", "", agreement.concordance(), 1);
    limits(agreement.limits());
    row("McNemar, faults as clusters", "p", agreement.mcNemar().pValue(), Optional.empty(), 1);
    return new DataTable(
        "statistics-" + RunFigures.name(pair.left(), pair.right()),
        "Statistics: " + pair.title(),
        List.of("statistic", "unit", "estimate", "95 % from", "95 % to"),
        2,
        rows);
  }

  private void equivalence(Equivalence e) {
    rate(pair.left().title(), e.left());
    rate(pair.right().title(), e.right());
    String unit = "percentage points";
    double difference = e.difference().value();
    Interval interval = e.difference().interval(CONFIDENCE);
    row("critical rate, difference", unit, difference, Optional.of(interval), PERCENT);
    row(
        "same, from the faults seen alone",
        unit,
        difference,
        e.seen().interval(CONFIDENCE).map(seen -> seen.clamped(-1, 1)),
        PERCENT);
    row(
        "faults whose critical count differs",
        "%",
        (double) e.differing() / e.faults(),
        Optional.of(e.differingShare()),
        PERCENT);
  }

  private void rate(String side, EstimatedRate rate) {
    row(
        "critical rate of all faults, " + side,
        "%",
        rate.rate(),
        Optional.of(new Interval(rate.low(), rate.high())),
        PERCENT);
  }

  private void kappas(ImageAgreement images) {
    estimate("Cohen's κ of outcomes", "", images.outcomes(), 1);
    estimate("Cohen's κ of critical or not", "", images.critical(), 1);
  }

  private void limits(BlandAltman limits) {
    String unit = pair.report().comparison().unit().toString();
    row("Bland-Altman bias", unit, limits.bias(), limits.biasInterval(CONFIDENCE), 1);
    row("Bland-Altman lower limit", unit, limits.lower(), limits.lowerInterval(CONFIDENCE), 1);
    row("Bland-Altman upper limit", unit, limits.upper(), limits.upperInterval(CONFIDENCE), 1);
  }

  private void estimate(String name, String unit, Optional<Estimate> estimate, double scale) {
    row(
        name,
        unit,
        estimate.map(Estimate::value).orElse(Double.NaN),
        estimate.flatMap(e -> e.interval(CONFIDENCE)).map(interval -> interval.clamped(-1, 1)),
        scale);
  }

  private void row(
      String name, String unit, double value, Optional<Interval> interval, double scale) {
    rows.add(
        List.of(
            name,
            unit,
            cell(scale * value),
            cell(scale * interval.map(Interval::low).orElse(Double.NaN)),
            cell(scale * interval.map(Interval::high).orElse(Double.NaN))));
  }

  private static Object cell(double value) {
    return Double.isFinite(value)
        ? (Object) new BigDecimal(value).round(DIGITS).doubleValue()
        : DataTable.cell(Double.NaN);
  }
}
