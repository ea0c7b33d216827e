package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.list.ListSplit.Part;
import io.onnxfi.testing.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One list as several, and back. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class ListSplitTest {
  private static final String ROWS =
      "0,conv1,\"(0, 1)\",30,flip,weight\n"
          + "1,conv2,\"(1, 1)\",3,flip,weight\n"
          + "1,conv1,\"(1, 2)\",3,flip,weight\n"
          + "2,a/b,\"(1,)\",,zero,activation\n"
          + "3,a:b,\"(1,)\",,zero,activation\n";

  @TempDir private Path folder;

  private FaultList list() {
    return Lists.list(folder, "list.csv", Lists.MODELS + ROWS);
  }

  private static List<String> names(List<Part> parts) {
    return parts.stream().map(Part::name).toList();
  }

  private String text(Part part) {
    return Lists.written(folder, part.list());
  }

  @Test
  void shouldNeverTearATrial() {
    List<Part> parts = ListSplit.intoParts(list(), 3);
    assertThat(names(parts)).containsExactly("1", "2", "3");
    assertThat(parts.stream().map(part -> part.list().rows().size()).toList())
        .containsExactly(3, 1, 1);
    assertThat(text(parts.get(1))).isEqualTo(Lists.MODELS + "2,a/b,\"(1,)\",,zero,activation\n");
    assertThat(
            Lists.written(
                folder,
                ListMerge.merge(parts.stream().map(Part::list).toList(), true, false).list()))
        .isEqualTo(Lists.MODELS + ROWS);
  }

  @Test
  void shouldDivideByWhatTrialsHaveInCommon() {
    assertThat(names(ListSplit.by(list(), Division.LAYER)))
        .containsExactly("conv1", "several", "a_b", "a_b~2");
    assertThat(names(ListSplit.by(list(), Division.BIT))).containsExactly("30", "3", "none");
    assertThat(names(ListSplit.by(list(), Division.MODEL))).containsExactly("flip", "zero");
    assertThat(names(ListSplit.by(list(), Division.REACH))).containsExactly("element");
    List<Part> sites = ListSplit.by(list(), Division.SITE);
    assertThat(names(sites)).containsExactly("weight", "activation");
    assertThat(text(sites.get(1))).isEqualTo(Lists.MODELS + ROWS.substring(ROWS.indexOf("2,a")));
  }

  @Test
  void shouldRefuseMorePartsThanTrials() {
    assertThatThrownBy(() -> ListSplit.intoParts(list(), 5))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--parts: expected from 1 to 4, for the list has 4 trials, found 5");
    assertThatThrownBy(() -> ListSplit.intoParts(list(), 0)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> Division.named("--by", "fault"))
        .hasMessage("--by: expected one of layer, bit, model, site, reach, found 'fault'");
  }

  @Test
  void shouldWriteNoneIfOneExists() throws IOException {
    List<Part> parts = ListSplit.intoParts(list(), 2);
    assertThat(ListSplit.write(parts, folder.resolve("part")))
        .containsExactly(folder.resolve("part-1.csv"), folder.resolve("part-2.csv"));
    assertThat(ListSplit.write(parts, folder))
        .containsExactly(folder.resolve("list-1.csv"), folder.resolve("list-2.csv"));
    Files.delete(folder.resolve("part-1.csv"));
    assertThatThrownBy(() -> ListSplit.write(parts, folder.resolve("part")))
        .hasMessageContaining("part-2.csv, which exists");
    assertThat(folder.resolve("part-1.csv")).doesNotExist();
  }

  @Test
  void shouldGiveAPublishedFileBack() throws IOException {
    Path file = PublishedData.torchClassifier("CIFAR10", "resnet/ResNet32_FL.csv");
    FaultList list = FaultList.read(file);
    for (List<Part> parts :
        List.of(ListSplit.intoParts(list, 13), ListSplit.by(list, Division.BIT))) {
      List<FaultList> written =
          ListSplit.write(parts, Files.createTempDirectory(folder, "parts")).stream()
              .map(FaultList::read)
              .toList();
      assertThat(Lists.written(folder, ListMerge.merge(written, true, true).list()))
          .isEqualTo(Files.readString(file));
    }
  }
}
