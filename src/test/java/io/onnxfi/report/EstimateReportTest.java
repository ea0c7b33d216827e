package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.fault.Factor;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateReportTest {
  private static final String MIXED =
      """
      Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,Site
      0,relu,"(1,)",30,10,0,2,8,activation
      1,fc,"(1, 1)",3,10,4,6,0,weight
      2,fc,"(1, 2)",30,10,4,0,6,weight
      3,fc,"(1, 3)",30,10,4,6,0,weight
      """;

  @TempDir private Path folder;

  private EstimateReport report(String list, List<Factor> by) throws IOException {
    Outcomes outcomes = Outcomes.read(Files.writeString(folder.resolve("list.csv"), list));
    return EstimateReport.of(
        "list.csv", outcomes.trials(), new RateEstimator(Strata.NONE, 0.95), by);
  }

  @Test
  void shouldPartByWhateverVaries() throws IOException {
    EstimateReport mixed = report(MIXED, List.of());
    assertThat(mixed.parts().keySet())
        .containsExactly(List.of(Factor.LAYER), List.of(Factor.BIT), List.of(Factor.SITE));
    assertThat(mixed.parts().get(List.of(Factor.SITE)).get(List.of("weight")).rate())
        .isCloseTo(0.2, within(1e-12)); // the mean of 0, 0.6 and 0
    assertThat(mixed.json()).containsKeys("layers", "bits", "sites").doesNotContainKey("faults");
    EstimateReport weights = report(MIXED.replaceAll("0,relu.*\n", ""), List.of());
    assertThat(weights.json()).containsKeys("layers", "bits").doesNotContainKey("sites");
  }

  @Test
  void shouldPartByAnyTwoFactors() throws IOException {
    EstimateReport report = report(MIXED, List.of(Factor.SITE, Factor.BIT));
    assertThat(report.parts().get(List.of(Factor.SITE, Factor.BIT)).keySet())
        .containsExactly(
            List.of("activation", "30"), List.of("weight", "3"), List.of("weight", "30"));
    assertThat(report.text())
        .containsPattern("\n site +bit +faults")
        .containsPattern("\n weight +30 +2 +20 +30.000 %");
    assertThat(report.json().get("by"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .last()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsAllEntriesOf(
            Map.of("site", "weight", "bit", "30", "faults", 2, "critical_rate", 0.3));
  }
}
