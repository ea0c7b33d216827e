package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Margin;
import io.onnxfi.agreement.Tolerance;
import io.onnxfi.agreement.Totals;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.sampling.EstimatedRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConclusionTest {
  private static final BackendSummary ORT =
      new BackendSummary("ort", "ORT", 300, 272, new Totals(2, 600, 590, 4, 6), 1, 0);

  @TempDir private Path folder;

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
             backend        clean accuracy  faults  masked  non_critical  critical  due  critical rate
             ORT      90.67 % (272 of 300)       2     590             4         6    1         1.00 %

             ORT against published:
               VERDICT
            """
                .replace("VERDICT", pair.verdict()));
  }

  @Test
  void shouldShowTheIntervalOfARunThatEstimates() {
    EstimatedRate rate = new EstimatedRate(0.01, 0.005, 0.02, 2, 600);
    assertThat(new RunConclusion(List.of(ORT), Map.of("ORT", rate), 0.95, List.of()).text())
        .contains("due  critical rate (95 % interval)\n")
        .endsWith(" 1      1.00 % (0.50 % to 2.00 %)\n");
  }
}
