package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnImagesTest {
  private static final int BATCH = 2;
  private static final int SIZE = 10;

  @TempDir private Path folder;
  private FaultList faults;

  @BeforeEach
  void list() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(
        list,
        """
        Injection,Layer,TensorIndex,Bit
        17,conv1,"(0, 1)",30
        4,fc,"(2, 3)",5
        """);
    faults = FaultList.read(list);
  }

  private DrawnImages written(String text) throws IOException {
    Path file = folder.resolve("drawn-images.csv");
    Files.writeString(file, text.replace("|", "\n"));
    return DrawnImages.read(file);
  }

  @Test
  void shouldGiveEachFaultWhatWasWrittenForIt() {
    Path file = folder.resolve("drawn-images.csv");
    List<int[]> images = List.of(new int[] {4, 1, 8, 9}, new int[] {0, 3, 6, 7});
    DrawnImages.write(file, faults, images::get);
    assertThat(file).content().isEqualTo("Injection,Images\n17,4 1 8 9\n4,0 3 6 7\n");
    DrawnImages drawn = DrawnImages.read(file);
    assertThat(drawn.of(faults, SIZE, BATCH)).containsExactlyElementsOf(images);
    assertThat(drawn.of(faults.select(1), SIZE, BATCH)).containsExactly(images.get(1));
  }

  @Test
  void shouldTellWhetherTheFaultsThatTwoFilesShareHaveTheSameImages() throws IOException {
    DrawnImages one = written("Injection,Images|3,0 1|17,0 1|4,2 3|");
    assertThat(one.firstDifference(written("Injection,Images|17,0 1|99,4 5"))).isEmpty();
    assertThat(one.firstDifference(written("Injection,Images|17,2 1|4,0 1|3,0 1"))).hasValue(4);
    assertThat(one.firstDifference(written("Injection,Images|17,1 0"))).hasValue(17);
  }

  @Test
  void shouldGiveFaultsThatShareANumberTheirOwnImages() throws IOException {
    Path list = folder.resolve("repeated.csv");
    Files.writeString(
        list,
        """
        Injection,Layer,TensorIndex,Bit
        17,conv1,"(0, 1)",30
        4,fc,"(2, 3)",5
        17,fc,"(2, 3)",6
        """);
    FaultList repeated = FaultList.read(list);
    Path file = folder.resolve("drawn-images.csv");
    List<int[]> images = List.of(new int[] {4, 1}, new int[] {0, 3}, new int[] {2, 5});
    DrawnImages.write(file, repeated, images::get);
    DrawnImages drawn = DrawnImages.read(file);
    assertThat(drawn.of(repeated, SIZE, BATCH)).containsExactlyElementsOf(images);
    assertThatThrownBy(() -> drawn.of(faults, SIZE, BATCH))
        .hasMessageEndingWith(":4: expected injection 17 as often as in the list, 1, found 2");
    assertThat(drawn.firstDifference(written("Injection,Images|17,4 1|17,2 5"))).isEmpty();
    assertThat(drawn.firstDifference(written("Injection,Images|17,2 5|17,4 1"))).hasValue(17);
  }

  @Test
  void shouldReadTheTableAsSpreadsheetsAndPandasLeaveIt() throws IOException {
    for (String text :
        List.of(
            ",Images,Injection|0,4 1,17|1,0 3,4|",
            "\ufeffinjection;images|17.0; 4  1|4.0;0 3|",
            "Injection, Images |17,4 1,|4,0 3,|")) {
      DrawnImages drawn = written(text);
      assertThat(drawn.of(faults, SIZE, BATCH))
          .as(text)
          .containsExactly(new int[] {4, 1}, new int[] {0, 3});
      assertThat(drawn.notes()).as(text).isNotEmpty();
    }
    assertThat(written("Injection,Images|17,4 1|4,0 3|").notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Injection,Layer;1: expected columns Injection,Images, found Injection,Layer",
        "Injection,Images|17,0 1 x;2: expected image numbers separated by spaces, found" + " 'x'",
        "Injection,Images|17,;2: expected image numbers separated by spaces, found ''",
        "Injection,Images|x,0 1;2: expected an injection number and its images, found 'x,0 1'",
        "Injection,Images|17;2: expected 2 columns, found 1"
      })
  void shouldRefuseAFileThatIsNoTableOfImages(String text, String problem) {
    assertThatThrownBy(() -> written(text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(folder.resolve("drawn-images.csv") + ":" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';': expected the images of injection 17, found none'",
        "17,0 1;': expected the images of injection 4, found none'",
        "17,0 1|4,0 1 2 3;:3: expected 2 images, as for other faults, found 4",
        "17,0 1 2;:2: expected whole batches of 2 images, found 3",
        "17,0 1 0 1;:2: expected different images, found one of them twice",
        "17,0 10;':2: expected images below 10, each at its place in a batch of 2, found image 10"
            + " at place 1'",
        "17,0 1 3 2;':2: expected images below 10, each at its place in a batch of 2, found image 3"
            + " at place 0'"
      })
  void shouldRefuseImagesThatWereDrawnForSomethingElse(String rows, String problem)
      throws IOException {
    DrawnImages drawn = written("Injection,Images|" + rows);
    assertThatThrownBy(() -> drawn.of(faults, SIZE, BATCH))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(folder.resolve("drawn-images.csv") + problem);
  }
}
