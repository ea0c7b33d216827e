package io.onnxfi.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {
  private static final String FAULTS = "Injection,Layer,TensorIndex,Bit";
  private static final String COUNTS = ",n_injections,masked,non_critical,critical";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("list.csv"), text);
  }

  @Test
  void shouldTellWhatBecameOfBoxesBehindTheOtherColumns() throws IOException {
    FaultList list = FaultList.read(file(FAULTS + ",note,lost_boxes\n7,fc,\"(9,63)\",30,a,99\n"));
    BoxCounts boxes = new BoxCounts(1, 2, 3, 4, 5, 6);
    Outcomes measured =
        Outcomes.measured(
            "outcomes-ort.csv",
            list,
            MatchedBoxes.USUAL,
            List.of(new OutcomeCounts(10, 1, 2, 7, 4, 5, 6, 1.5f).with(boxes)));
    Path written = folder.resolve("outcomes-ort.csv");
    measured.write(written);
    assertThat(written)
        .hasContent(
            FAULTS
                + COUNTS
                + ",non_finite,due,crashed,sdc_5,correct,max_abs_diff"
                + ",lost_images,new_images,moved_images,lost_boxes,new_boxes,moved_boxes,note\n"
                + "7,fc,\"(9,63)\",30,10,1,2,7,4,0,0,5,6,1.5,1,2,3,4,5,6,a\n");
    Outcomes read = Outcomes.read(written);
    assertThat(read.trials()).isEqualTo(measured.trials());
    assertThat(read.trials().get(0).extra().boxes()).hasValue(boxes);
  }

  @Test
  void shouldReadBackWhatWasMeasured() throws IOException {
    FaultList list =
        FaultList.read(
            file(
                FAULTS
                    + COUNTS
                    + ",note\n7,fc,\"(9,63)\",30,9,9,0,0,a\n8,fc,\"(1, 2)\",3,,,,,b\n"));
    Outcomes measured =
        Outcomes.measured(
            "outcomes-ort.csv",
            list,
            TopClass.ONE,
            List.of(new OutcomeCounts(10, 1, 2, 7, 4, 5, 6, 1.5f), OutcomeCounts.crashed(10)));
    Path written = folder.resolve("outcomes-ort.csv");
    measured.write(written);
    assertThat(written)
        .hasContent(
            FAULTS
                + COUNTS
                + ",non_finite,due,crashed,sdc_5,correct,max_abs_diff,note\n"
                + "7,fc,\"(9,63)\",30,10,1,2,7,4,0,0,5,6,1.5,a\n"
                + "8,fc,\"(1, 2)\",3,10,0,0,0,0,10,10,0,0,NaN,b\n");
    Outcomes read = Outcomes.read(written);
    assertThat(read.trials()).isEqualTo(measured.trials());
    assertThat(read.trials().get(0).counts()).isEqualTo(new ImageCounts(10, 1, 2, 7));
    assertThat(read.trials().get(0).extra().sdc5()).hasValue(5);
    assertThat(read.trials()).extracting(TrialOutcome::isCrash).containsExactly(false, true);
    assertThat(read.trials().get(0).criticalRate()).isEqualTo(0.7);
    assertThat(read.locate(1)).isEqualTo("outcomes-ort.csv:3");
  }

  @Test
  void shouldNotInventWhatAListDoesNotTell() throws IOException {
    Outcomes published = Outcomes.read(file(FAULTS + COUNTS + "\n0,fc,\"(1,)\",3,9,5,4,0\n"));
    assertThat(published.trials().get(0).extra()).isEqualTo(ExtraCounts.NONE);
    assertThat(published.trials().get(0).labels().has(Factor.FAULT)).isFalse();
    Outcomes known = published.under(new StuckAt(false));
    assertThat(known.trials().get(0).labels().level(Factor.FAULT)).isEqualTo("stuck-at-0");
    assertThat(known.identities()).isEqualTo(published.identities());
  }

  /** Somebody else's columns may have our names and another meaning. */
  @Test
  void shouldTakeNoNumberFromAColumnOfAnotherMeaning() throws IOException {
    String row = "\n0,fc,\"(1,)\",3,9,5,4,0,";
    Outcomes outcomes =
        Outcomes.read(
            file(
                FAULTS + COUNTS + ",due,max_abs_diff" + row + "2026-01-31,1.2.3" + row + "3,2e\n"));
    assertThat(outcomes.trials())
        .extracting(t -> t.extra().nonFinite().isPresent())
        .containsExactly(false, true);
    assertThat(outcomes.trials()).noneMatch(t -> t.extra().maxAbsDiff().isPresent());
  }

  /** An earlier version had one column, {@code due}: outputs that are not finite, or none. */
  @Test
  void shouldReadWhatEarlierVersionsWroteWithItsMeaning() throws IOException {
    String text =
        FAULTS
            + COUNTS
            + ",due,sdc_5,correct,max_abs_diff\n"
            + "0,fc,\"(0,)\",3,9,5,4,0,2,1,8,1.5\n"
            + "1,fc,\"(1,)\",3,9,5,2,0,2,1,8,1.5\n"
            + "2,fc,\"(2,)\",3,9,0,0,0,9,0,0,NaN\n"
            + "3,fc,\"(3,)\",3,9,5,2,0,1,1,8,1.5\n";
    Outcomes earlier = Outcomes.read(file(text));
    assertThat(earlier.trials())
        .extracting(t -> t.extra().nonFinite().orElseThrow())
        .containsExactly(2L, 2L, 0L, 1L);
    assertThat(earlier.trials())
        .extracting(TrialOutcome::due)
        .containsExactly(
            OptionalLong.of(0), OptionalLong.of(2), OptionalLong.of(9), OptionalLong.empty());
    assertThat(earlier.trials())
        .extracting(t -> t.crashed().orElseThrow())
        .containsExactly(0L, 0L, 9L, 0L);
    Path again = folder.resolve("again.csv");
    earlier.write(again);
    assertThat(again).hasContent(text);
  }

  @Test
  void shouldWriteTheOutcomeOfATrialInEachOfItsRows() throws IOException {
    FaultList list =
        FaultList.read(
            file(
                FAULTS
                    + ",Model,Site\n7,fc,\"(9, 63)\",30,flip,weight\n"
                    + "8,fc,\"(1, 2)\",3,stuck-at-0,weight\n7,relu,\"(1,)\",2,flip,activation\n"));
    Outcomes measured =
        Outcomes.measured(
            "outcomes-ort.csv",
            list,
            TopClass.ONE,
            List.of(
                new OutcomeCounts(10, 1, 2, 7, 4, 5, 6, 1.5f),
                new OutcomeCounts(10, 9, 1, 0, 0, 0, 9, 0.5f)));
    Path written = folder.resolve("outcomes-ort.csv");
    measured.write(written);
    assertThat(Files.readAllLines(written))
        .element(3)
        .asString()
        .startsWith("7,relu,\"(1,)\",2,10,1,2,7,")
        .endsWith(",flip,activation");
    Outcomes read = Outcomes.read(written);
    assertThat(read.trials()).isEqualTo(measured.trials()).hasSize(2);
    assertThat(read.identities().get(0).faults()).hasSize(2);
    assertThat(read.trials().get(1).labels().level(Factor.FAULT)).isEqualTo("stuck-at-0");
    assertThat(read.under(new BitFlip())).isSameAs(read);

    Path other = folder.resolve("other.csv");
    Files.writeString(
        other, Files.readString(written).replace("63)\",30,10,1,2,7", "63)\",30,10,0,3,7"));
    assertThatThrownBy(() -> Outcomes.read(other))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "other.csv:4: expected the outcomes of line 2, which is of the same trial, found"
                + " others");
  }

  @Test
  void shouldRefuseAListWithoutOutcomes() throws IOException {
    Path bare = file(FAULTS + "\n0,fc,\"(1,)\",3\n");
    assertThatThrownBy(() -> Outcomes.read(bare))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv: expected columns n_injections,masked,non_critical,critical, found none");
    Path some = file(FAULTS + COUNTS + "\n0,fc,\"(1,)\",3,9,5,4,0\n1,fc,\"(1,)\",4,,,,\n");
    assertThatThrownBy(() -> Outcomes.read(some))
        .hasMessage("list.csv:3: expected outcomes in every row, found none");
  }
}
