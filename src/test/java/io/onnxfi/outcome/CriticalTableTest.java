package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.workload.SampleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalTableTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,critical,not_critical,proven,screened,run\n";
  private static final String ROW = "7,conv1,\"(0, 1)\",30,10,3,5,1,2,7\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("critical-ort.csv"), text);
  }

  @Test
  void shouldReadWhatItTellsAndNoMore() throws IOException {
    CriticalTable table = CriticalTable.read(file(HEADER + ROW));
    assertThat(table.rows()).containsExactly(new CriticalTable.Row(10, 3, 5, 1, 2, 7));
    assertThat(table.sum(CriticalTable.Row::detected)).isEqualTo(2);
    Outcomes outcomes = table.outcomes(SampleKind.SAMPLE);
    assertThat(outcomes.detail()).isEqualTo(Detail.CRITICAL);
    assertThat(outcomes.unit()).isEqualTo(SampleKind.SAMPLE);
    TrialOutcome trial = outcomes.trials().get(0);
    assertThat(trial.counts()).isEqualTo(new ImageCounts(10, 0, 5, 3));
    assertThat(trial.due()).isEqualTo(OptionalLong.of(2));
    assertThat(trial.extra().nonFinite()).isEmpty();
  }

  @Test
  void shouldNameWhatDoesNotAddUp() throws IOException {
    assertRefused(
        HEADER.replace("proven,", "") + ROW.replace(",1,2,7", ",2,7"),
        "critical-ort.csv: expected columns n_injections,critical,not_critical,proven,screened,run,"
            + " found no column proven");
    assertRefused(
        HEADER + ROW.replace(",3,5,", ",6,5,"),
        "critical-ort.csv:2: expected critical + not_critical of at most n_injections = 10, found"
            + " 6 + 5");
    assertRefused(
        HEADER + ROW.replace(",1,2,7", ",1,2,6"),
        "critical-ort.csv:2: expected proven + screened + run = n_injections = 10, found 1 + 2 +"
            + " 6");
    assertRefused(
        HEADER + ROW.replace(",1,2,7", ",1,7,2"),
        "critical-ort.csv:2: expected critical of at most run = 2, found 3");
    assertRefused(
        HEADER + ROW.replace(",3,5,", ",-3,5,"),
        "critical-ort.csv:2, critical: expected a count of images from 0, found '-3'");
    assertRefused(
        HEADER + ROW.replace(",3,5,", ",many,5,"),
        "critical-ort.csv:2, critical: expected a count of images from 0, found 'many'");
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> CriticalTable.read(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(message);
  }

  /** So that masked images are never set against a side that does not tell them. */
  @Test
  void shouldTakeOutcomesDownToWhatBothSidesTell() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("all.csv"),
            """
            Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical
            7,conv1,"(0, 1)",30,10,4,1,3
            """);
    Outcomes all = Outcomes.read(list);
    assertThat(all.detail()).isEqualTo(Detail.ALL);
    assertThat(all.at(Detail.ALL)).isSameAs(all);
    Outcomes coarse = all.at(Detail.ALL.with(Detail.CRITICAL));
    assertThat(coarse.detail()).isEqualTo(Detail.CRITICAL);
    assertThat(coarse.trials().get(0).counts()).isEqualTo(new ImageCounts(10, 0, 5, 3));
    assertThat(coarse.at(Detail.ALL)).isSameAs(coarse);
    assertThat(new ImageCounts(1, Long.MAX_VALUE, 5, 0).unmasked().nonCritical())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldBeToldFromAListWithOutcomes() {
    assertThat(CriticalTable.isMeantBy(CriticalTable.COLUMNS)).isTrue();
    assertThat(CriticalTable.isMeantBy(FaultList.OUTCOME_COLUMNS)).isFalse();
  }
}
