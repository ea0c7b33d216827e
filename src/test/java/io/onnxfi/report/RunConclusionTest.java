package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.agreement.Totals;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.sampling.EstimatedRate;
import io.onnxfi.workload.SampleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConclusionTest {
  private static final Optional<CleanAccuracy> CLEAN = Optional.of(new CleanAccuracy(272, 300));

  private static final BackendSummary ORT =
      new BackendSummary("ort", "ORT", 300, SampleKind.IMAGE, CLEAN, totals(0, 0), 0);

  @TempDir private Path folder;

  private static Totals totals(long due, long crashed) {
    return new Totals(
        2,
        600,
        590,
        4,
        6,
        OptionalLong.of(1),
        OptionalLong.of(due),
        OptionalLong.of(crashed),
        Optional.empty());
  }

  @Test
  void shouldBeOneTableAndAVerdictForEveryTwoSides() throws IOException {
    Outcomes list =
        Outcomes.read(
            Files.writeString(
                folder.resolve("l.csv"),
                """
                Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical
                0,a,"(0,)",1,300,295,2,3
                1,a,"(1,)",2,300,295,2,3
                """));
    ComparisonReport pair =
        ComparisonReport.of(
            "ORT",
            "published",
            Comparison.of(list, list),
            Optional.empty(),
            Margin.DEFAULT,
            Tolerance.DEFAULT);
    assertThat(new RunConclusion(List.of(ORT), List.of(pair)).text())
        .isEqualTo(
            """
             backend        clean accuracy  faults  masked  non_critical  critical  non_finite  critical rate
             ORT      90.67 % (272 of 300)       2     590             4         6           1         1.00 %

             ORT against published:
               VERDICT
            """
                .replace("VERDICT", pair.verdict()));
  }

  @Test
  void shouldShowWhatIsDetectedOnlyWhereItOccurs() {
    BackendSummary due =
        new BackendSummary("a", "A", 300, SampleKind.IMAGE, CLEAN, totals(3, 0), 0);
    BackendSummary crashed =
        new BackendSummary("b", "B", 300, SampleKind.IMAGE, CLEAN, totals(300, 300), 1);
    assertThat(new RunConclusion(List.of(ORT, due), List.of()).text())
        .contains(" critical  due  non_finite ")
        .doesNotContain("crashed");
    assertThat(new RunConclusion(List.of(due, crashed), List.of()).text())
        .contains(" critical  due  crashed  non_finite ")
        .contains("    3        0           1 ")
        .contains("  300      300           1 ");
    assertThat(crashed.crashed())
        .hasValue(
            "B: the model could not be run with 1 of 2 faults; all their images count as crashed");
    assertThat(due.json())
        .containsEntry("non_finite", 1L)
        .containsEntry("due", 3L)
        .containsEntry("crashed", 0L);
  }

  @Test
  void shouldShowTheIntervalOfARunThatEstimates() {
    EstimatedRate rate = new EstimatedRate(0.01, 0.005, 0.02, 2, 600);
    assertThat(new RunConclusion(List.of(ORT), Map.of("ORT", rate), 0.95, List.of()).text())
        .contains("critical  non_finite  critical rate (95 % interval)\n")
        .endsWith(" 1      1.00 % (0.50 % to 2.00 %)\n");
  }
}
