package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link OutcomeRepair}, {@link OutcomeOrder} and {@link NanSignature} on a made list. */
class OutcomeRepairTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";

  @TempDir private Path folder;

  /** Layers in an order that is not alphabetical; faults in bit 30 change all predictions. */
  private static List<String[]> rows(int outcomesOfBit) {
    List<String[]> rows = new ArrayList<>();
    for (String layer : new String[] {"conv2", "conv1", "fc"}) {
      for (int i = 0; i < 64 + layer.length(); i++) {
        int bit = i % 32;
        String outcome = bit == outcomesOfBit ? "9,0,1,8" : "9,%d,%d,0".formatted(i % 9, 9 - i % 9);
        rows.add(new String[] {layer, "%s,\"(%d,)\",%d".formatted(layer, i, bit), outcome});
      }
    }
    return rows;
  }

  private FaultList list(List<String[]> faults, List<String[]> outcomes) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    IntStream.range(0, faults.size())
        .forEach(i -> text.append("%d,%s,%s%n".formatted(i, faults.get(i)[1], outcomes.get(i)[2])));
    return FaultList.read(
        Files.writeString(folder.resolve("list.csv"), text.toString().replace("\r", "")));
  }

  private FaultList permuted(List<String[]> rows) throws IOException {
    List<String[]> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(row -> row[0]));
    return list(rows, sorted);
  }

  private static List<String[]> tenfold(int outcomesOfBit) {
    List<String[]> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.addAll(rows(outcomesOfBit));
    }
    return all;
  }

  @Test
  void shouldPutOutcomesBackOntoTheirRows() throws IOException {
    FaultList sound = list(tenfold(30), tenfold(30));
    List<String> cells = sound.rows().stream().map(row -> row.cells().toString()).toList();
    FaultList list = permuted(tenfold(30));
    AuditReport report = FaultListAudit.audit(folder.resolve("list.csv"), Optional.empty());

    assertThat(report.defects()).extracting(Defect::kind).contains(DefectKind.MISPLACED_OUTCOMES);
    assertThat(report.defects().toString())
        .contains("100.0 % if the outcomes are taken for sorted");
    OutcomeRepair.Repaired repaired = OutcomeRepair.repair(list).orElseThrow();
    assertThat(repaired.list().rows().stream().map(row -> row.cells().toString()).toList())
        .isEqualTo(cells);
    assertThat(repaired.share()).isEqualTo(1.0);
    assertThat(repaired.moved()).isPositive();
    assertThat(OutcomeRepair.repair(repaired.list())).isEmpty();
  }

  @Test
  void shouldLeaveAListAloneThatCannotBeRepaired() throws IOException {
    assertThat(OutcomeRepair.repair(list(tenfold(30), tenfold(30)))).isEmpty();
    assertThat(OutcomeRepair.repair(list(tenfold(12), tenfold(12))))
        .as("another bit is critical: a fact of the study")
        .isEmpty();
    assertThat(OutcomeRepair.repair(list(rows(30), rows(30)))).as("too few").isEmpty();
  }

  @Test
  void shouldPointOutTheOutcomeOfNothingButNan() throws IOException {
    assertThat(NanSignature.of(list(tenfold(30), tenfold(30)).rows()).orElseThrow())
        .isEqualTo(
            "60 rows have the same outcome, masked 0, non_critical 1, critical 8: that of outputs"
                + " that are all NaN");
    assertThat(NanSignature.of(list(rows(30), rows(30)).rows())).isEmpty();
  }
}
