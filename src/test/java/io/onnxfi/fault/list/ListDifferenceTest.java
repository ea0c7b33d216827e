package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.list.ListDifference.Match;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In what two lists differ. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class ListDifferenceTest {
  @TempDir private Path folder;

  private ListDifference difference(String left, String right) {
    return ListDifference.of(
        Lists.list(folder, "left.csv", left), Lists.list(folder, "right.csv", right));
  }

  @Test
  void shouldFindNoneInAnotherWayToWriteTheSame() {
    ListDifference none =
        difference(
            Lists.OUTCOMES + "0,conv1,\"(3, 0)\",15,10,1,2,7\n",
            "TensorIndex;Layer;Bit;Injection;Model\r\n[3, 0];conv1;15.0;0;flip\r\n");
    assertThat(none.isSame()).isTrue();
    assertThat(none.common()).isEqualTo(1);
    assertThat(none.comparesOutcomes()).isFalse();
  }

  @Test
  void shouldFindWhatOneListHasMore() {
    ListDifference more =
        difference(
            Lists.HEADER + "0,conv1,\"(0,)\",1\n1,conv1,\"(0,)\",2\n2,conv1,\"(0,)\",3\n",
            Lists.HEADER + "0,conv1,\"(0,)\",1\n2,conv1,\"(0,)\",4\n2,conv1,\"(0,)\",3\n");
    assertThat(more.onlyLeft()).containsExactly(1);
    assertThat(more.onlyRight()).containsExactly(1);
    assertThat(more.moved()).isEmpty();
    assertThat(more.isSame()).isFalse();
  }

  @Test
  void shouldCountTrialsUnderOtherNumbers() {
    ListDifference renumbered =
        difference(
            Lists.HEADER + "0,conv1,\"(0,)\",1\n1,conv1,\"(0,)\",2\n2,conv1,\"(0,)\",2\n",
            Lists.HEADER + "5,conv1,\"(0,)\",2\n6,conv1,\"(0,)\",1\n7,conv1,\"(1,)\",2\n");
    assertThat(renumbered.onlyLeft()).hasSize(3);
    assertThat(renumbered.renumbered()).isEqualTo(2);
  }

  @Test
  void shouldCountTheFewestTrialsThatWereMoved() {
    String first = "0,conv1,\"(0,)\",1\n";
    String rest = "1,conv1,\"(0,)\",2\n2,conv1,\"(0,)\",3\n3,conv1,\"(0,)\",4\n";
    ListDifference moved = difference(Lists.HEADER + first + rest, Lists.HEADER + rest + first);
    assertThat(moved.moved()).containsExactly(new Match(0, 3));
    assertThat(moved.isSame()).isFalse();
  }

  @Test
  void shouldFindOtherOutcomes() {
    String same = "0,conv1,\"(0,)\",1,10,1,2,7\n";
    ListDifference outcomes =
        difference(
            Lists.OUTCOMES + same + "1,conv1,\"(1,)\",1,10,1,2,7\n2,conv1,\"(2,)\",1,10,1,2,7\n",
            Lists.OUTCOMES + same + "1,conv1,\"(1,)\",1,10,2,1,7\n2,conv1,\"(2,)\",1,,,,\n");
    assertThat(outcomes.comparesOutcomes()).isTrue();
    assertThat(outcomes.outcomes()).containsExactly(new Match(1, 1), new Match(2, 2));
    assertThat(ListDifference.counts(outcomes.right(), 2)).isEmpty();
  }

  @Test
  void shouldMatchRepeatedTrialsOneByOne() {
    String row = "0,conv1,\"(0,)\",1\n";
    ListDifference twice = difference(Lists.HEADER + row + row, Lists.HEADER + row);
    assertThat(twice.onlyLeft()).containsExactly(1);
    assertThat(twice.common()).isEqualTo(1);
    assertThat(difference(Lists.HEADER + row + row, Lists.HEADER + row + row).isSame()).isTrue();
  }

  @Test
  void shouldTellTrialsOfSeveralFaultsByAllOfThem() {
    String first = "0,conv1,\"(0,)\",1,flip,weight\n";
    String second = "0,conv1,\"(1,)\",1,flip,weight\n";
    ListDifference order = difference(Lists.MODELS + first + second, Lists.MODELS + second + first);
    assertThat(order.onlyLeft()).containsExactly(0);
    assertThat(order.onlyRight()).containsExactly(0);
  }
}
