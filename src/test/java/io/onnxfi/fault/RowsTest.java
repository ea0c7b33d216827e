package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final List<String> HEADER =
      Stream.of(
              FaultList.FAULT_COLUMNS,
              FaultList.OUTCOME_COLUMNS,
              List.of(FaultList.MODEL, FaultList.SITE, "remark"))
          .flatMap(List::stream)
          .toList();

  private static FaultRow row(
      long injection, FaultSite site, String model, Optional<ImageCounts> counts, String... cells) {
    FaultModel parsed = FaultModels.parse("test", model);
    return new FaultRow(injection + 2, injection, new Fault(site, parsed), counts, List.of(cells));
  }

  private static FaultSite site(String layer, long[] index, OptionalInt bit, String extent) {
    return new FaultSite(layer, TensorIndex.of(index), bit, Extent.parse("test", extent));
  }

  /** In the published form and in others, with numbers as large as there are. */
  private static List<FaultRow> strange() {
    Optional<ImageCounts> counts = Optional.of(new ImageCounts(10, 7, 2, 1));
    Optional<ImageCounts> many =
        Optional.of(new ImageCounts(Long.MAX_VALUE, Long.MAX_VALUE, 0, 1L << 62));
    FaultSite weight = site("conv1", new long[] {3, 0, 2, 1}, OptionalInt.of(30), "weight");
    return List.of(
        row(0, weight, "flip", counts, "0", "conv1", "(3, 0, 2, 1)", "30", "10", "7", "2", "1"),
        row(1, weight, "flip", counts, "1", "conv1", "(3,0,2,1)", "30", "10", "07", "2", "1"),
        row(2, weight, "flip", Optional.empty(), "2", "conv1", "", "", "", "", "", "", "", "", ""),
        row(
            Long.MAX_VALUE - 2,
            site("大/ß,\"\n", new long[] {Long.MAX_VALUE}, OptionalInt.empty(), "activation/row"),
            "gaussian:0.1",
            many,
            "x",
            "大/ß,\"\n",
            "(9223372036854775807,)",
            "",
            "9223372036854775807",
            "9223372036854775807",
            "0",
            "4611686018427387904",
            "gaussian:0.1",
            "activation/row",
            "déjà vu \ud83d\ude00"),
        row(
            5,
            site("", new long[0], OptionalInt.of(Integer.MAX_VALUE), "weight/tensor"),
            "set:-0.5",
            Optional.empty()));
  }

  @Test
  void shouldGiveBackWhatWasAdded() {
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) { // more than are kept together
      rows.addAll(strange());
    }
    Rows packed = Rows.of(HEADER, rows);
    assertThat(packed).isEqualTo(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(packed.fault(i)).isEqualTo(rows.get(i).fault());
      assertThat(packed.injection(i)).isEqualTo(rows.get(i).injection());
      assertThat(packed.sites().get(i)).isEqualTo(rows.get(i).site());
    }
  }

  @Test
  void shouldGiveBackTheSameUnderAnyHeader() {
    assertThat(Rows.of(List.of(), strange())).isEqualTo(strange());
    assertThat(Rows.of(FaultList.FAULT_COLUMNS, strange())).isEqualTo(strange());
  }

  @Test
  void shouldHaveOutcomesOnlyIfEachRowHas() {
    assertThat(Rows.of(HEADER, strange()).haveOutcomes()).isFalse();
    assertThat(Rows.of(HEADER, strange().subList(0, 2)).haveOutcomes()).isTrue();
    assertThat(Rows.of(HEADER, List.of()).haveOutcomes()).isTrue();
  }
}
