package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.testing.TestTrials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOutcomeFileTest {
  private static final RunStamp STAMP = new RunStamp("ort", "5a".repeat(32));

  @TempDir private Path folder;

  private static byte[] random(Random random, int images) {
    byte[] outcomes = new byte[images];
    for (int i = 0; i < images; i++) {
      outcomes[i] = (byte) random.nextInt(ImageOutcome.COUNT);
    }
    return outcomes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 103})
  void shouldReadBackWhatWasWritten(int images) throws IOException {
    Path file = folder.resolve("images.bin");
    Random random = new Random(images);
    byte[][] rows = new byte[7][];
    try (ImageOutcomeFile.Writer writer = new ImageOutcomeFile.Writer(file, STAMP, images)) {
      for (int i = 0; i < rows.length; i++) {
        rows[i] = random(random, images);
        writer.add(rows[i]);
      }
      assertThat(file).doesNotExist();
      writer.commit();
    }
    assertThat(Files.size(file)).isEqualTo(RunHeader.BYTES + 7L * ((images + 2) / 3));
    try (ImageOutcomeFile.Reader reader = new ImageOutcomeFile.Reader(file)) {
      assertThat(reader.images()).isEqualTo(images);
      assertThat(reader.faults()).isEqualTo(7);
      for (int i = rows.length - 1; i >= 0; i--) {
        assertThat(reader.row(i)).isEqualTo(rows[i]);
      }
    }
  }

  @Test
  void shouldRefuseWhatItDidNotWrite() throws IOException {
    Path file = folder.resolve("other.bin");
    Files.write(file, new byte[] {'O', 'F', 'I'});
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a file of image outcomes");
    Files.write(file, new byte[100]);
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .isInstanceOf(MalformedInputException.class);
  }

  private Path write(byte[]... rows) {
    Path file = folder.resolve("images.bin");
    try (ImageOutcomeFile.Writer writer =
        new ImageOutcomeFile.Writer(file, STAMP, rows[0].length)) {
      for (byte[] row : rows) {
        writer.add(row);
      }
      writer.commit();
    }
    return file;
  }

  /** Counts of three images each. */
  private static Outcomes outcomes(String... counts) {
    List<FaultRow> rows = new ArrayList<>();
    for (String text : counts) {
      String[] cells = text.split(" ", -1);
      ImageCounts found =
          new ImageCounts(
              3, Long.parseLong(cells[0]), Long.parseLong(cells[1]), Long.parseLong(cells[2]));
      int i = rows.size();
      Trial trial = TestTrials.trial(i, "conv", 0);
      rows.add(new FaultRow(i + 2L, i, trial.faults().get(0), Optional.of(found), List.of()));
    }
    return Outcomes.of(new FaultList("outcomes-ort.csv", List.of(), rows, CsvForm.STANDARD));
  }

  @Test
  void shouldBelongToItsOutcomes() {
    Path file = write(new byte[] {0, 1, 2}, new byte[] {3, 0, 0});
    try (ImageOutcomeFile.Reader reader =
        ImageOutcomeFile.Reader.of(file, STAMP, outcomes("1 1 1", "2 0 0"))) {
      assertThat(reader.row(1)).containsExactly(3, 0, 0);
    }
    try (ImageOutcomeFile.Reader reader =
        ImageOutcomeFile.Reader.of(file, STAMP, outcomes("1 1 1", "1 1 0"))) {
      assertThat(reader.row(0)).containsExactly(0, 1, 2);
      assertThatThrownBy(() -> reader.row(1))
          .isInstanceOf(MalformedInputException.class)
          .hasMessage(
              file
                  + ", row 1: expected images, masked, non_critical, critical as in"
                  + " outcomes-ort.csv:3: 3, 1, 1, 0, found 3, 2, 0, 0");
    }
    assertThatThrownBy(() -> ImageOutcomeFile.Reader.of(file, STAMP, outcomes("1 1 1")))
        .hasMessage(file + ": expected the faults of outcomes-ort.csv: 1, found 2");
    RunStamp other = new RunStamp("ort", "6b".repeat(32));
    assertThatThrownBy(() -> ImageOutcomeFile.Reader.of(file, other, outcomes("1 1 1", "2 0 0")))
        .hasMessageContaining(
            "expected the file of this run (6b6b6b6b6b6b…), found that of another");
  }

  @Test
  void shouldRefuseAByteThatIsNotThreeOutcomes() throws IOException {
    Path file = write(new byte[] {4, 4, 4, 0});
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole[RunHeader.BYTES]).isEqualTo((byte) 124);
    for (int value : new int[] {125, 255}) {
      whole[RunHeader.BYTES] = (byte) value;
      Files.write(file, whole);
      try (ImageOutcomeFile.Reader reader = new ImageOutcomeFile.Reader(file)) {
        assertThatThrownBy(() -> reader.row(0))
            .isInstanceOf(MalformedInputException.class)
            .hasMessage(
                "%s, row 0, byte 0: expected the outcomes of 3 images, below 125, found %d",
                file, value);
      }
    }
  }

  @Test
  void shouldTellACrashFromOutputsThatAreNotFinite() {
    Path file = write(new byte[] {4, 4, 4}, new byte[] {3, 3, 3});
    String header =
        "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,non_finite,due,crashed\n";
    Outcomes outcomes =
        read(header + "0,a,\"(0,)\",1,3,0,0,0,0,3,3\n1,a,\"(1,)\",1,3,0,0,0,0,3,3\n");
    try (ImageOutcomeFile.Reader reader = ImageOutcomeFile.Reader.of(file, STAMP, outcomes)) {
      assertThat(reader.row(0)).containsOnly(ImageOutcome.CRASHED.code());
      assertThatThrownBy(() -> reader.row(1))
          .hasMessageEndingWith(", row 1: expected crashed as in outcomes-ort.csv:3: 3, found 0");
    }
  }

  private Outcomes read(String text) {
    try {
      return Outcomes.read(Files.writeString(folder.resolve("outcomes-ort.csv"), text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldRefuseAPartAndWhatEarlierVersionsWrote() throws IOException {
    Path file = write(new byte[9], new byte[9]);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      if ((length - RunHeader.BYTES) % 3 != 0 || length < RunHeader.BYTES) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
            .isInstanceOf(MalformedInputException.class);
      }
    }
    whole["OFI-IMGS".length() + Integer.BYTES - 1] = 2;
    Files.write(file, whole);
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .hasMessageContaining("found version 2, written by an earlier version of OnnxFI");
    whole["OFI-IMGS".length() + Integer.BYTES - 1] = 9;
    Files.write(file, whole);
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .hasMessageContaining("found version 9, written by a later version of OnnxFI");
    Files.write(file, "OFI-IMG1 and so on".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .hasMessageEndingWith(
            "found one written by an earlier version of OnnxFI; run the replay again");
  }
}
