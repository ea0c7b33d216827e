package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal keeps of faults that have been tried on some of their images. */
class PieceFileTest {
  private static final RunStamp STAMP = new RunStamp("ort", "5a".repeat(32));
  private static final int FAULTS = 5;
  private static final int IMAGES = 9;
  private static final List<FaultTally> PARTS =
      List.of(part(3, 0, 4), part(1, 4, 9), part(3, 6, 9));

  @TempDir private Path folder;
  private Path file;
  private Path pieces;

  @BeforeEach
  void write() {
    file = folder.resolve("journal-ort.bin");
    pieces = folder.resolve("journal-ort.bin.pieces");
    try (Journal journal = open(STAMP)) {
      PARTS.forEach(journal::append);
    }
  }

  private Journal open(RunStamp stamp) {
    return new Journal(file, stamp, FAULTS, IMAGES, false);
  }

  private List<FaultTally> kept() {
    try (Journal journal = open(STAMP)) {
      return journal.parts();
    }
  }

  private static FaultTally part(int fault, int from, int to) {
    byte[] codes = new byte[to - from];
    Arrays.fill(codes, (byte) (fault % 3));
    OutcomeCounts counts = new OutcomeCounts(to - from, 1, 2, 3, 4, 5, 6, fault + 0.1f);
    return FaultTally.restored(fault, from, to, counts, codes);
  }

  /** Where each record ends. */
  private static long end(int records) {
    int frame = 4 * 4 + 7 * 8 + 4 + 4;
    return RunHeader.BYTES
        + PARTS.subList(0, records).stream().mapToLong(part -> frame + part.codes().length).sum();
  }

  @Test
  void shouldReadBackWhatIsNotFinished() throws IOException {
    assertThat(Files.size(pieces)).isEqualTo(end(3));
    assertThat(kept()).isEqualTo(PARTS);
    try (Journal journal = open(STAMP)) {
      journal.append(new FaultOutcome(3, part(3, 0, 9).counts(), new byte[IMAGES]));
      assertThat(journal.parts()).containsExactly(PARTS.get(1));
    }
    assertThat(kept()).containsExactly(PARTS.get(1));
  }

  @Test
  void shouldLeaveNoFileWhereThereAreNoParts() throws IOException {
    Path whole = folder.resolve("journal-djl.bin");
    try (Journal journal = new Journal(whole, STAMP, FAULTS, IMAGES, false)) {
      assertThat(journal.parts()).isEmpty();
    }
    assertThat(folder.resolve("journal-djl.bin.pieces")).doesNotExist();
  }

  @Test
  void shouldKeepWhatBecameOfBoxes() {
    Path boxes = folder.resolve("boxes.bin");
    FaultTally plain = PARTS.get(0);
    FaultTally counted =
        FaultTally.restored(
            2, 0, 4, plain.counts().with(new BoxCounts(1, 2, 3, 4, 1L << 40, 6)), plain.codes());
    try (Journal journal = new Journal(boxes, STAMP, FAULTS, IMAGES, true)) {
      journal.append(counted);
    }
    try (Journal journal = new Journal(boxes, STAMP, FAULTS, IMAGES, true)) {
      assertThat(journal.parts()).containsExactly(counted);
    }
  }

  @Test
  void shouldDropATornEndAndGoOnBehindTheLastSoundRecord() throws IOException {
    byte[] whole = Files.readAllBytes(pieces);
    FaultTally more = part(4, 0, 9);
    for (int length = 0; length < whole.length; length++) {
      int records = 0;
      while (end(records + 1) <= length) {
        records++;
      }
      Files.write(pieces, Arrays.copyOf(whole, length));
      assertThat(kept()).as("%d bytes", length).isEqualTo(PARTS.subList(0, records));
      try (Journal journal = open(STAMP)) {
        journal.append(more);
      }
      List<FaultTally> expected = new ArrayList<>(PARTS.subList(0, records));
      expected.add(more);
      assertThat(kept()).isEqualTo(expected);
    }
  }

  @Test
  void shouldDropADamagedRecordAndWhatFollows() throws IOException {
    byte[] whole = Files.readAllBytes(pieces);
    for (int i = RunHeader.BYTES; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(pieces, damaged);
      int sound = i < end(1) ? 0 : i < end(2) ? 1 : 2;
      assertThat(kept()).as("byte %d", i).isEqualTo(PARTS.subList(0, sound));
    }
  }

  /** What it says is computed again; nobody need remove it. */
  @Test
  void shouldBeginAnewBehindADamagedHeader() throws IOException {
    byte[] whole = Files.readAllBytes(pieces);
    for (int i = 0; i < RunHeader.BYTES; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(pieces, damaged);
      assertThat(kept()).as("byte %d", i).isEmpty();
      try (Journal journal = open(STAMP)) {
        journal.append(PARTS.get(0));
      }
      assertThat(kept()).as("byte %d", i).containsExactly(PARTS.get(0));
    }
  }

  @Test
  void shouldGoOnBehindTheLastRecordBeforeADamagedOne() throws IOException {
    byte[] damaged = Files.readAllBytes(pieces);
    damaged[(int) end(1) + 20] ^= 0x10;
    Files.write(pieces, damaged);
    try (Journal journal = open(STAMP)) {
      journal.append(PARTS.get(2));
    }
    assertThat(kept()).containsExactly(PARTS.get(0), PARTS.get(2));
  }

  @Test
  void shouldRefuseThoseOfAnotherRun() throws IOException {
    Files.delete(file);
    RunStamp other = new RunStamp("ort", "6b".repeat(32));
    try (Journal journal = open(other)) {
      assertThatThrownBy(journal::parts)
          .isInstanceOf(MalformedInputException.class)
          .hasMessageContaining("expected the file of this run");
    }
  }
}
