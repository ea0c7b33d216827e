package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.AuditReport;
import io.onnxfi.fault.Defect;
import io.onnxfi.fault.DefectKind;
import io.onnxfi.fault.FaultList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSummaryTest {
  @TempDir private Path folder;
  private FaultList list;

  /** Of conv1, bits 0 to 11 are masked for all images; of fc, none is. */
  @BeforeEach
  void prepare() throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    for (int i = 0; i < 48; i++) {
      String layer = i < 24 ? "conv1" : "fc";
      int bit = i % 24;
      String outcomes = i < 12 ? "10,0,0" : "3,7,0";
      rows.append("%d,%s,\"(0, %d)\",%d,10,%s\n".formatted(i, layer, bit, bit, outcomes));
    }
    list = FaultList.read(Files.writeString(folder.resolve("list.csv"), rows));
  }

  private AuditReport report(Defect... defects) {
    return new AuditReport(
        "list.csv", list.header(), 48, list, OptionalLong.of(0), List.of(defects), List.of());
  }

  @Test
  void shouldSayInALineWhichPrecisionOutcomesTellOf() {
    assertThat(AuditSummary.render(report()))
        .endsWith("Precision by layer, as outcomes tell: tf32 in 1 (conv1), float32 in 1\n");
    assertThat(AuditSummary.json(report())).containsKey("precision");
  }

  @Test
  void shouldReadNothingOffOutcomesThatStandOnOtherRows() {
    AuditReport misplaced =
        report(new Defect(DefectKind.MISPLACED_OUTCOMES, List.of(3, 4), "on other rows"));
    assertThat(AuditSummary.render(misplaced)).doesNotContain("Precision");
    assertThat(AuditSummary.json(misplaced)).doesNotContainKey("precision");
  }
}
