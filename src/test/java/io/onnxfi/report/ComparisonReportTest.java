package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Difference;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.testing.TestTrials;
import io.onnxfi.workload.SampleKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {
  private static final int IMAGES = 1000;

  private static ComparisonReport report(
      int faults, IntUnaryOperator difference, Optional<List<Confusion>> images) {
    List<Difference> all =
        IntStream.range(0, faults)
            .mapToObj(
                i -> new Difference(outcome(i, 100), outcome(i, 100 + difference.applyAsInt(i))))
            .toList();
    return ComparisonReport.of(
        "ORT",
        "DJL",
        new Comparison(all, 0, 0, SampleKind.IMAGE),
        images,
        Margin.DEFAULT,
        Tolerance.DEFAULT);
  }

  private static TrialOutcome outcome(int i, int critical) {
    return TestTrials.outcome(i, "conv1", i % 32, IMAGES, critical);
  }

  private static ComparisonReport report(int faults, IntUnaryOperator difference) {
    return report(faults, difference, Optional.empty());
  }

  @Test
  void shouldSayThatTheSidesAreEquivalent() {
    assertThat(report(4000, i -> i % 3 - 1).verdict())
        .startsWith(
            "Equivalent within ±0.1 pp: the critical rates differ by 0.0000 pp in 4,000 faults; ")
        .containsPattern(
            "rare faults not seen included, differ by -0\\.07\\d\\d to \\+0\\.07\\d\\d pp\\.$");
    assertThat(report(4000, i -> 0).verdict())
        .isEqualTo(
            "Equivalent within ±0.1 pp: no critical count of 4,000 faults differs; the rates of all"
                + " faults, rare faults not seen included, differ by -0.0749 to +0.0749 pp.");
  }

  @Test
  void shouldSayWhyTheSidesAreNotEquivalent() {
    String verdict = report(640, i -> i % 32 == 30 ? 800 + i % 3 : 0).verdict();
    assertThat(verdict)
        .startsWith("Not equivalent within ±0.1 pp, because the critical rate of DJL is 2.50")
        .contains(" pp higher than that of ORT (95 % interval +1.37")
        .endsWith("), most of it from bit 30.");
    assertThat(report(640, i -> -50 - i % 2).verdict())
        .contains("the critical rate of ORT is 5.05")
        .contains("higher than that of DJL (95 % interval -5.")
        .doesNotContain("from bit");
  }

  @Test
  void shouldSayHowManyFaultsWouldDecide() {
    assertThat(report(1000, i -> 0).verdict())
        .isEqualTo(
            "Undecided within ±0.1 pp: no critical count of 1,000 faults differs, but they can"
                + " hide rare ones that differ (up to 0.2991 % of all); about 2,000 more faults"
                + " would decide it.");
    assertThat(report(200, i -> i == 0 ? 900 : 0).verdict())
        .startsWith("Undecided within ±0.1 pp: the critical rates differ by +")
        .containsPattern("about [\\d,]+ more faults would decide it\\.$");
    assertThat(report(1, i -> 5).verdict())
        .isEqualTo(
            "Undecided within ±0.1 pp: the critical rates differ by +0.5000 pp in 1 fault (90 %"
                + " interval -100.0000 to +100.0000 pp); one fault says nothing of the others.");
  }

  /** One fault, no spread, no images file, one outcome only: nothing may be printed as a number. */
  @Test
  void shouldSayPlainlyWhatCannotBeComputed() {
    Confusion masked = new Confusion();
    masked.add(new byte[IMAGES], new byte[IMAGES]);
    for (ComparisonReport report :
        List.of(
            report(1, i -> 5),
            report(2, i -> 0),
            report(
                40, i -> 7, Optional.of(IntStream.range(0, 40).mapToObj(i -> masked).toList())))) {
      assertThat(report.text()).doesNotContain("NaN").doesNotContain("Infinity");
      assertThat(Json.render(report.json())).doesNotContain("NaN").doesNotContain("Infinity");
    }
    assertThat(report(2, i -> 0).text()).contains("undefined").doesNotContain("κ");
  }

  @Test
  void shouldGiveProgramsTheSameFigures() {
    Map<String, Object> json = report(1000, i -> 0).json();
    assertThat(json).containsKeys("verdict", "equivalence", "mcnemar", "critical_counts");
    assertThat(json).doesNotContainKey("kappa");
    assertThat(json.get("equivalence"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("decision", "undecided")
        .containsEntry("margin", 0.001)
        .containsEntry("differing", 0)
        .containsEntry("more_faults", 1996L);
    assertThat(Json.render(json)).contains("\"interval_95\" : null");
  }

  @Test
  void shouldGiveKappaWhereImagesAreAtHand() {
    Confusion half = new Confusion();
    half.add(new byte[] {2, 2, 0, 0}, new byte[] {2, 2, 0, 2});
    Confusion none = new Confusion();
    none.add(new byte[] {0, 0, 0, 0}, new byte[] {0, 0, 0, 0});
    ComparisonReport report = report(2, i -> 0, Optional.of(List.of(half, none)));
    // By hand: po = 7/8, rates 2/8 and 3/8, pe = 6/64 + 30/64; κ = (56 − 36)/(64 − 36).
    assertThat(report.text()).containsPattern("Cohen's κ of critical against the rest +0\\.714286");
    assertThat(report.json()).containsKey("kappa");
    assertThat(report.confusion().orElseThrow().agreeing()).isEqualTo(7);
  }
}
