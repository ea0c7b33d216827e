package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final RunStamp STAMP = new RunStamp("ort", "5a".repeat(32));
  private static final int IMAGES = 9;
  private static final int RECORD = 4 + 7 * 8 + 4 + IMAGES + 4;

  private static final int FAULTS = 5;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("journal.bin");
    try (Journal journal = open(file)) {
      assertThat(journal.known()).isZero();
      for (int position : new int[] {3, 0, 4}) {
        journal.append(outcome(position));
      }
    }
  }

  private static Journal open(Path file) {
    return new Journal(file, STAMP, FAULTS, IMAGES, false);
  }

  private static FaultOutcome outcome(int position) {
    byte[] codes = new byte[IMAGES];
    Arrays.fill(codes, (byte) (position % 3));
    OutcomeCounts counts = new OutcomeCounts(IMAGES, position, 2, 3, 4, 5, 6, position + 0.1f);
    return new FaultOutcome(position, counts, codes);
  }

  private static List<Integer> known(Journal journal) {
    List<Integer> known = new ArrayList<>();
    journal.forEach(outcome -> known.add(outcome.position()));
    return known;
  }

  private List<Integer> readBack() {
    try (Journal journal = open(file)) {
      return known(journal);
    }
  }

  private MalformedInputException refusal(Path there, RunStamp stamp, int images) {
    List<MalformedInputException> refusals = new ArrayList<>();
    assertThatThrownBy(() -> new Journal(there, stamp, FAULTS, images, false).close())
        .isInstanceOfSatisfying(MalformedInputException.class, refusals::add);
    return refusals.get(0);
  }

  @Test
  void shouldReadBackWhatWasAppended() throws IOException {
    assertThat(Files.size(file)).isEqualTo(RunHeader.BYTES + 3L * RECORD);
    try (Journal journal = open(file)) {
      assertThat(journal.known()).isEqualTo(3);
      assertThat(journal.damaged()).isZero();
      assertThat(known(journal)).containsExactly(0, 3, 4);
      journal.forEach(
          outcome -> {
            FaultOutcome expected = outcome(outcome.position());
            assertThat(outcome.counts()).isEqualTo(expected.counts());
            assertThat(outcome.images()).isEqualTo(expected.images());
            assertThat(outcome.position()).isEqualTo(expected.position());
          });
    }
  }

  @Test
  void shouldKeepWhatBecameOfBoxesForAJudgeThatCountsThem() throws IOException {
    Path boxes = folder.resolve("boxes.bin");
    BoxCounts counted = new BoxCounts(1, 2, 3, 4, 1L << 40, 6);
    FaultOutcome plain = outcome(2);
    try (Journal journal = new Journal(boxes, STAMP, FAULTS, IMAGES, true)) {
      journal.append(new FaultOutcome(2, plain.counts().with(counted), plain.images()));
      journal.append(plain);
    }
    assertThat(Files.size(boxes)).isEqualTo(RunHeader.BYTES + 2L * (RECORD + 6 * 8));
    try (Journal journal = new Journal(boxes, STAMP, FAULTS, IMAGES, true)) {
      assertThat(journal.outcome(2).counts()).isEqualTo(plain.counts().with(counted));
      assertThat(journal.outcome(2).images()).isEqualTo(plain.images());
    }
    assertThatThrownBy(() -> open(boxes))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("expected 9 images per fault in 77 bytes, found 9 in 125 bytes");
  }

  @Test
  void shouldDropATornEndAndGoOnBehindTheLastSoundRecord() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      int records = Math.max(0, length - RunHeader.BYTES) / RECORD;
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = open(file)) {
        assertThat(journal.known()).isEqualTo(records);
        assertThat(journal.damaged()).isZero();
        journal.append(outcome(1));
      }
      List<Integer> expected = new ArrayList<>(List.of(3, 0, 4).subList(0, records));
      expected.add(1);
      assertThat(readBack()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(Files.size(file)).isEqualTo(RunHeader.BYTES + (records + 1L) * RECORD);
    }
  }

  @Test
  void shouldPassOverADamagedRecordAndKeepThoseBehindIt() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = RunHeader.BYTES; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      int lost = List.of(3, 0, 4).get((i - RunHeader.BYTES) / RECORD);
      try (Journal journal = open(file)) {
        assertThat(journal.damaged()).isEqualTo(1);
        assertThat(journal.knows(lost)).as("byte %d", i).isFalse();
        assertThat(known(journal)).hasSize(2);
        journal.append(outcome(lost));
      }
      assertThat(readBack()).containsExactly(0, 3, 4);
    }
  }

  @Test
  void shouldRefuseADamagedHeader() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < RunHeader.BYTES; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      assertThat(refusal(file, STAMP, IMAGES)).hasMessageStartingWith(file.toString());
      assertThat(file).hasBinaryContent(damaged);
    }
  }

  @Test
  void shouldRefuseTheJournalOfAnotherRunOrBackend() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    assertThat(refusal(file, new RunStamp("djl", STAMP.fingerprint()), IMAGES))
        .hasMessage(file + ": expected the file of backend djl, found that of backend ort");
    assertThat(refusal(file, new RunStamp("ort", "6b".repeat(32)), IMAGES))
        .hasMessage(
            file
                + ": expected the file of this run (6b6b6b6b6b6b…), found that of another run"
                + " (5a5a5a5a5a5a…)");
    assertThat(refusal(file, STAMP, IMAGES + 1))
        .hasMessage(file + ": expected 10 images per fault in 78 bytes, found 9 in 77 bytes");
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void shouldRefuseWhatEarlierVersionsWrote() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOfRange(whole, RunHeader.BYTES, whole.length));
    assertThat(refusal(file, STAMP, IMAGES))
        .hasMessageEndingWith(
            "expected a journal of finished faults (OFI-JRNL), found one written by an earlier"
                + " version of OnnxFI, or another file");
  }

  @Test
  void shouldTakeEachFaultOnce() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] doubled = Arrays.copyOf(whole, whole.length + RECORD);
    System.arraycopy(whole, RunHeader.BYTES, doubled, whole.length, RECORD);
    Files.write(file, doubled);
    assertThat(readBack()).containsExactly(0, 3, 4);
  }

  @Test
  void shouldCopySomeFaultsInTheOrderGiven() throws IOException {
    Path copy = folder.resolve("copy.bin");
    try (Journal journal = open(file)) {
      journal.copy(copy, 0, 3);
    }
    Path expected = folder.resolve("expected.bin");
    try (Journal journal = open(expected)) {
      journal.append(outcome(0));
      journal.append(outcome(3));
    }
    assertThat(copy).hasSameBinaryContentAs(expected);
  }

  @Test
  void shouldKeepWhatIsWrittenWhenTheDiskIsFull() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(RECORD / 2).setMaxSize(RECORD * 5L).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path journalFile = disk.getPath("/journal.bin");
      try (Journal journal = open(journalFile)) {
        assertThatThrownBy(
                () -> {
                  for (int position = 0; position < FAULTS; position++) {
                    journal.append(outcome(position));
                  }
                })
            .isInstanceOf(MissingResourceException.class)
            .hasMessageContaining("cannot write /journal.bin (out of disk space)")
            .hasMessageContaining("--resume");
      }
      try (Journal journal = open(journalFile)) {
        assertThat(known(journal)).startsWith(0, 1);
      }
    }
  }
}
