package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultModel;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final int IMAGES = 9;
  private static final int RECORD = 4 + 7 * 8 + 4 + IMAGES + 4;

  private static final List<Fault> FAULTS =
      IntStream.range(0, 5)
          .mapToObj(i -> new Fault(new FaultSite("w", i, i), new FaultModel.BitFlip()))
          .toList();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("journal.bin");
    try (Journal journal = new Journal(file, IMAGES)) {
      assertThat(journal.read(FAULTS)).isEmpty();
      for (int position : new int[] {3, 0, 4}) {
        journal.append(outcome(position));
      }
    }
  }

  private static FaultOutcome outcome(int position) {
    byte[] codes = new byte[IMAGES];
    Arrays.fill(codes, (byte) (position % 3));
    OutcomeCounts counts = new OutcomeCounts(IMAGES, position, 2, 3, 4, 5, 6, position + 0.1f);
    return new FaultOutcome(position, FAULTS.get(position), counts, codes);
  }

  private List<Integer> readBack() {
    try (Journal journal = new Journal(file, IMAGES)) {
      return journal.read(FAULTS).stream().map(FaultOutcome::position).toList();
    }
  }

  @Test
  void shouldReadBackWhatWasAppended() throws IOException {
    assertThat(Files.size(file)).isEqualTo(3L * RECORD);
    try (Journal journal = new Journal(file, IMAGES)) {
      List<FaultOutcome> found = journal.read(FAULTS);
      assertThat(found).hasSize(3);
      for (FaultOutcome outcome : found) {
        FaultOutcome expected = outcome(outcome.position());
        assertThat(outcome.counts()).isEqualTo(expected.counts());
        assertThat(outcome.images()).isEqualTo(expected.images());
        assertThat(outcome.fault()).isEqualTo(expected.fault());
      }
    }
  }

  @Test
  void shouldDropATornEndAndGoOnBehindTheLastSoundRecord() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = new Journal(file, IMAGES)) {
        assertThat(journal.read(FAULTS)).hasSize(length / RECORD);
        journal.append(outcome(1));
      }
      List<Integer> expected = new ArrayList<>(List.of(3, 0, 4).subList(0, length / RECORD));
      expected.add(1);
      assertThat(readBack()).isEqualTo(expected);
    }
  }

  @Test
  void shouldDropARecordWithAWrongBitAndAllBehindIt() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      assertThat(readBack()).as("byte %d", i).hasSize(i / RECORD);
    }
  }

  @Test
  void shouldTakeEachFaultOnce() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] doubled = Arrays.copyOf(whole, whole.length + RECORD);
    System.arraycopy(whole, 0, doubled, whole.length, RECORD);
    Files.write(file, doubled);
    assertThat(readBack()).containsExactly(3, 0, 4);
  }

  @Test
  void shouldKeepWhatIsWrittenWhenTheDiskIsFull() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(RECORD / 2).setMaxSize(RECORD * 3L).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path journalFile = disk.getPath("/journal.bin");
      try (Journal journal = new Journal(journalFile, IMAGES)) {
        assertThatThrownBy(
                () -> {
                  for (int position = 0; position < FAULTS.size(); position++) {
                    journal.append(outcome(position));
                  }
                })
            .isInstanceOf(MissingResourceException.class)
            .hasMessageContaining("cannot write /journal.bin (out of disk space)")
            .hasMessageContaining("--resume");
      }
      try (Journal journal = new Journal(journalFile, IMAGES)) {
        assertThat(journal.read(FAULTS)).extracting(FaultOutcome::position).startsWith(0, 1);
      }
    }
  }
}
