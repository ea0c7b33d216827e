package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageConfusionTest {
  private static final byte[] FIRST_LEFT = {0, 0, 1, 2, 3};
  private static final byte[] FIRST_RIGHT = {0, 1, 1, 0, 3};
  private static final byte[] SECOND_LEFT = {2, 2, 2, 2, 2};
  private static final byte[] SECOND_RIGHT = {2, 2, 2, 2, 1};

  private static final RunStamp STAMP = new RunStamp("ort", "5a".repeat(32));

  @TempDir private Path folder;

  /** Injections and the outcomes of their images. */
  private ImageConfusion.Side side(String name, Map<Integer, byte[]> faults) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n");
    Path images = folder.resolve(name + ".bin");
    int size = faults.values().iterator().next().length;
    try (ImageOutcomeFile.Writer writer = new ImageOutcomeFile.Writer(images, STAMP, size)) {
      faults.forEach(
          (injection, row) -> {
            text.append(
                "%d,conv1,\"(0, %d)\",5,%d,%d,%d,%d\n"
                    .formatted(
                        injection, injection, size, count(row, 0), count(row, 1), count(row, 2)));
            writer.add(row);
          });
      writer.commit();
    }
    Path file = folder.resolve(name + ".csv");
    Files.writeString(file, text);
    return new ImageConfusion.Side(Outcomes.read(file), images, STAMP);
  }

  private static int count(byte[] row, int code) {
    int count = 0;
    for (byte outcome : row) {
      count += outcome == code ? 1 : 0;
    }
    return count;
  }

  private static Map<Integer, byte[]> faults(Object... injectionsAndRows) {
    Map<Integer, byte[]> faults = new LinkedHashMap<>();
    for (int i = 0; i < injectionsAndRows.length; i += 2) {
      faults.put((Integer) injectionsAndRows[i], (byte[]) injectionsAndRows[i + 1]);
    }
    return faults;
  }

  private static List<Confusion> meet(ImageConfusion.Side left, ImageConfusion.Side right) {
    return ImageConfusion.perFault(Comparison.of(left.outcomes(), right.outcomes()), left, right);
  }

  @Test
  void shouldMeetTheImagesOfEachFault() throws IOException {
    List<Confusion> faults =
        meet(
            side("a", faults(0, FIRST_LEFT, 1, SECOND_LEFT)),
            side("b", faults(0, FIRST_RIGHT, 1, SECOND_RIGHT)));
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
    List<Confusion> faults =
        meet(
            side("a", faults(0, FIRST_LEFT, 1, SECOND_LEFT)),
            side("b", faults(1, SECOND_RIGHT, 7, new byte[5], 0, FIRST_RIGHT)));
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0).agreeing()).isEqualTo(3);
    assertThat(faults.get(1).agreeing()).isEqualTo(4);
  }

  @Test
  void shouldRefuseFilesThatDoNotFit() throws IOException {
    ImageConfusion.Side two = side("a", faults(0, FIRST_LEFT, 1, SECOND_LEFT));
    ImageConfusion.Side one = side("b", faults(0, FIRST_LEFT));
    ImageConfusion.Side mixed = new ImageConfusion.Side(two.outcomes(), one.images(), STAMP);
    assertThatThrownBy(() -> meet(two, mixed))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected the faults of")
        .hasMessageContaining("2, found 1");
    ImageConfusion.Side other = side("c", faults(0, new byte[6], 1, new byte[6]));
    assertThatThrownBy(
            () ->
                ImageConfusion.perFault(Comparison.of(two.outcomes(), two.outcomes()), two, other))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected the same images, found 5 and 6");
  }
}
