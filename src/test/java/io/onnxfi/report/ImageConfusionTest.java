package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.outcome.ImageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageConfusionTest {
  private static final byte[] FIRST_LEFT = {0, 0, 1, 2, 3};
  private static final byte[] FIRST_RIGHT = {0, 1, 1, 0, 3};
  private static final byte[] SECOND_LEFT = {2, 2, 2, 2, 2};
  private static final byte[] SECOND_RIGHT = {2, 2, 2, 2, 1};

  @TempDir private Path folder;

  /** A list of faults on 5 images; what it counts does not matter here. */
  private FaultList list(int... injections) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    for (int injection : injections) {
      text.append(injection).append(",conv1,\"(0, ").append(injection).append(")\",5,5,5,0,0\n");
    }
    Path file = folder.resolve("list" + injections.length + injections[0] + ".csv");
    Files.writeString(file, text);
    return FaultList.read(file);
  }

  private Path images(String name, byte[]... rows) {
    Path file = folder.resolve(name);
    try (ImageOutcomeFile.Writer writer =
        new ImageOutcomeFile.Writer(file, rows[0].length, rows.length)) {
      for (int row = 0; row < rows.length; row++) {
        writer.put(row, rows[row]);
      }
    }
    return file;
  }

  @Test
  void shouldMeetTheImagesOfEachFault() throws IOException {
    FaultList list = list(0, 1);
    List<Confusion> faults =
        ImageConfusion.perFault(
            Comparison.of(list, list),
            new ImageConfusion.Side(list, images("a", FIRST_LEFT, SECOND_LEFT)),
            new ImageConfusion.Side(list, images("b", FIRST_RIGHT, SECOND_RIGHT)));
    Confusion first = faults.get(0);
    assertThat(first.count(ImageOutcome.MASKED, ImageOutcome.MASKED)).isEqualTo(1);
    assertThat(first.count(ImageOutcome.MASKED, ImageOutcome.NON_CRITICAL)).isEqualTo(1);
    assertThat(first.count(ImageOutcome.CRITICAL, ImageOutcome.MASKED)).isEqualTo(1);
    assertThat(first.onlyLeft(ImageOutcome.CRITICAL)).isEqualTo(1);
    assertThat(first.onlyRight(ImageOutcome.CRITICAL)).isZero();
    assertThat(faults.get(1).count(ImageOutcome.CRITICAL, ImageOutcome.CRITICAL)).isEqualTo(4);
    Confusion sum = Confusion.sum(faults);
    assertThat(sum.total()).isEqualTo(10);
    assertThat(sum.agreeing()).isEqualTo(7);
  }

  /** Rows go by fault, not by place: the other run had another order and one more fault. */
  @Test
  void shouldFindTheRowsOfAFaultOnBothSides() throws IOException {
    FaultList left = list(0, 1);
    FaultList right = list(1, 7, 0);
    List<Confusion> faults =
        ImageConfusion.perFault(
            Comparison.of(left, right),
            new ImageConfusion.Side(left, images("a", FIRST_LEFT, SECOND_LEFT)),
            new ImageConfusion.Side(right, images("b", SECOND_RIGHT, new byte[5], FIRST_RIGHT)));
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0).agreeing()).isEqualTo(3);
    assertThat(faults.get(1).agreeing()).isEqualTo(4);
  }

  @Test
  void shouldRefuseFilesThatDoNotFit() throws IOException {
    FaultList list = list(0, 1);
    Comparison comparison = Comparison.of(list, list);
    ImageConfusion.Side two = new ImageConfusion.Side(list, images("a", FIRST_LEFT, SECOND_LEFT));
    ImageConfusion.Side one = new ImageConfusion.Side(list, images("b", FIRST_LEFT));
    ImageConfusion.Side other =
        new ImageConfusion.Side(list, images("c", new byte[6], new byte[6]));
    assertThatThrownBy(() -> ImageConfusion.perFault(comparison, two, one))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected the faults of")
        .hasMessageContaining("2, found 1");
    assertThatThrownBy(() -> ImageConfusion.perFault(comparison, two, other))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected the same images, found 5 and 6");
  }
}
