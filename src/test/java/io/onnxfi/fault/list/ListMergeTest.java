package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several lists as one. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class ListMergeTest {
  @TempDir private Path folder;
  private int files;

  private FaultList list(String text) {
    return Lists.list(folder, (char) ('a' + files++) + ".csv", text);
  }

  private ListMerge.Merged merge(FaultList... lists) {
    return ListMerge.merge(Arrays.asList(lists), false, false);
  }

  private String merged(FaultList... lists) {
    return Lists.written(folder, merge(lists).list());
  }

  @Test
  void shouldAppendAndKeepNumbers() {
    String first = "5,conv1,\"(0,)\",3\n5,conv1,\"(1,)\",3\n";
    String second = "7,conv1,\"(0,)\",4\n";
    assertThat(merged(list(Lists.HEADER + first), list(Lists.HEADER + second)))
        .isEqualTo(Lists.HEADER + first + second);
  }

  @Test
  void shouldTakeATrialOnceWithTheOutcomesThatOneListHas() {
    ListMerge.Merged merged =
        merge(
            list(Lists.HEADER + "0,conv1,\"(0,)\",3\n1,conv1,\"(1,)\",3\n"),
            list(Lists.OUTCOMES + "0,conv1,\"(0,)\",3,10,1,2,7\n2,conv1,\"(2,)\",3,10,10,0,0\n"));
    assertThat(Lists.written(folder, merged.list()))
        .isEqualTo(
            Lists.OUTCOMES
                + "0,conv1,\"(0,)\",3,10,1,2,7\n"
                + "1,conv1,\"(1,)\",3,,,,\n"
                + "2,conv1,\"(2,)\",3,10,10,0,0\n");
    assertThat(merged.notes())
        .containsExactly("trials that were in another list, or twice, taken once: 1");
  }

  @Test
  void shouldRefuseOutcomesThatContradictEachOther() {
    FaultList first = list(Lists.OUTCOMES + "0,conv1,\"(0,)\",3,10,1,2,7\n");
    FaultList second = list(Lists.OUTCOMES + "0,conv1,\"(0,)\",3,10,1,3,6\n");
    assertThatThrownBy(() -> merge(first, second))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "b.csv:2: expected the outcomes that a.csv:2 has of the same trial, (1, 2, 7) of 10,"
                + " found (1, 3, 6) of 10");
  }

  @Test
  void shouldNumberAnewWhereNumbersClash() {
    FaultList first = list(Lists.MODELS + "0,conv1,\"(0,)\",,gaussian:0.1,weight\n");
    FaultList second =
        list(
            Lists.MODELS
                + "0,conv1,\"(1,)\",,zero,weight\n"
                + "4,conv1,\"(2,)\",,zero,weight\n"
                + "0,conv1,\"(3,)\",,zero,weight\n");
    ListMerge.Merged merged = merge(first, second);
    assertThat(Lists.written(folder, merged.list()))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(0,)\",,gaussian:0.1,weight\n"
                + "1,conv1,\"(1,)\",,zero,weight\n"
                + "2,conv1,\"(2,)\",,zero,weight\n"
                + "1,conv1,\"(3,)\",,zero,weight\n");
    assertThat(merged.notes())
        .containsExactly(
            "trials numbered anew from 0, for Injection is 0 for those of a.csv:2 and b.csv:2; what"
                + " is random about a fault comes from its number, and is drawn anew");
    assertThatThrownBy(() -> ListMerge.merge(List.of(first, second), true, false))
        .hasMessage(
            "--keep-numbers: expected each Injection number for one trial, found 0 for those of"
                + " a.csv:2 and b.csv:2");
  }

  /** As published, numbers need not be unique: the parts of such a list are the list again. */
  @Test
  void shouldKeepNumbersThatRepeatAsPublishedIfItIsToldTo() {
    FaultList first = list(Lists.HEADER + "5,conv1,\"(0,)\",3\n");
    FaultList second = list(Lists.HEADER + "5,conv1,\"(1,)\",3\n");
    ListMerge.Merged kept = ListMerge.merge(List.of(first, second), true, true);
    assertThat(Lists.written(folder, kept.list()))
        .isEqualTo(Lists.HEADER + "5,conv1,\"(0,)\",3\n5,conv1,\"(1,)\",3\n");
    assertThat(kept.notes())
        .containsExactly(
            "numbers kept, also where several trials have one: 5 for those of a.csv:2 and b.csv:2");
    assertThat(merged(first, second))
        .isEqualTo(Lists.HEADER + "0,conv1,\"(0,)\",3\n1,conv1,\"(1,)\",3\n");
  }

  /** In a list that names models, rows of one number would become one trial. */
  @Test
  void shouldKeepTrialsOfAPublishedListApart() {
    FaultList published = list(Lists.HEADER + "0,conv1,\"(0,)\",3\n0,conv1,\"(1,)\",3\n");
    FaultList modelled = list(Lists.MODELS + "9,relu1,\"(0,)\",,zero,activation\n");
    assertThat(merged(published, modelled))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(0,)\",3,,\n"
                + "1,conv1,\"(1,)\",3,,\n"
                + "2,relu1,\"(0,)\",,zero,activation\n");
  }

  @Test
  void shouldSortByNumber() {
    FaultList first = list(Lists.HEADER + "3,conv1,\"(0,)\",3\n1,conv1,\"(1,)\",3\n");
    FaultList second = list(Lists.HEADER + "2,conv1,\"(0,)\",4\n");
    assertThat(Lists.written(folder, ListMerge.merge(List.of(first, second), false, true).list()))
        .isEqualTo(
            Lists.HEADER
                + "1,conv1,\"(1,)\",3\n"
                + "2,conv1,\"(0,)\",4\n"
                + "3,conv1,\"(0,)\",3\n");
  }

  @Test
  void shouldTellOfFaultsThatComeBackUnderAnotherNumber() {
    FaultList first = list(Lists.HEADER + "3,conv1,\"(0,)\",3\n");
    FaultList second = list(Lists.HEADER + "4,conv1,\"(0,)\",3\n");
    assertThat(merge(first, second).notes())
        .containsExactly("trials with the faults of another trial, under another number: 1");
  }

  @Test
  void shouldRefuseListsWithoutFaults() {
    assertThatThrownBy(() -> merge(list(Lists.HEADER), list(Lists.HEADER)))
        .hasMessage("a.csv: expected faults, one per row, found none");
  }
}
