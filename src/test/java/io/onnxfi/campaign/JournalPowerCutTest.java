package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.RunHeader;
import io.onnxfi.file.RunStamp;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a power cut leaves of a journal, the campaign ends with the same bytes, or the journal
 * is refused by name: any beginning of it, any flipped bit, any piece of its end again, and
 * mixtures.
 */
class JournalPowerCutTest {
  private static final RunStamp STAMP = new RunStamp("djl", "0c".repeat(32));
  private static final int MIXTURES = 2_000;

  private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
  private final Path file = disk.getPath("/journal-djl.bin");
  private int cases;
  private int refused;

  @BeforeEach
  void begin() {
    cases = 0;
    refused = 0;
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  /** What the campaign finds for a fault, always. */
  private static FaultOutcome outcome(int position, int images) {
    byte[] codes = new byte[images];
    new Random(position).nextBytes(codes);
    for (int i = 0; i < images; i++) {
      codes[i] &= 3;
    }
    OutcomeCounts counts = new OutcomeCounts(images, position, 2, 3, 4, 5, 6, position + 0.1f);
    return new FaultOutcome(position, counts, codes);
  }

  private byte[] begun(int faults, int images, int... positions) throws IOException {
    Files.deleteIfExists(file);
    try (Journal journal = new Journal(file, STAMP, faults, images, false)) {
      for (int position : positions) {
        journal.append(outcome(position, images));
      }
    }
    return Files.readAllBytes(file);
  }

  /** Goes on with what is there and gives what the results are made of. */
  private byte[] resumed(int faults, int images) throws IOException {
    Path copy = disk.getPath("/copy.bin");
    int[] all = IntStream.range(0, faults).toArray();
    try (Journal journal = new Journal(file, STAMP, faults, images, false)) {
      for (int position : all) {
        if (!journal.knows(position)) {
          journal.append(outcome(position, images));
        }
      }
      assertThat(journal.known()).isEqualTo(all.length);
    }
    try (Journal journal = new Journal(file, STAMP, faults, images, false)) {
      journal.copy(copy, all);
    }
    return Files.readAllBytes(copy);
  }

  private void check(byte[] damaged, int faults, int images, byte[] wanted, String what)
      throws IOException {
    cases++;
    Files.write(file, damaged);
    try {
      if (!Arrays.equals(resumed(faults, images), wanted)) {
        throw new AssertionError("other results after " + what);
      }
    } catch (MalformedInputException e) {
      refused++;
      assertThat(e).as(what).hasMessageStartingWith(file + ": expected ");
      assertThat(file).as(what).hasBinaryContent(damaged);
    }
  }

  @Test
  void shouldEndWithTheSameBytesOrBeRefusedByName() throws IOException {
    int expectedRefusals = 0;
    for (int[] size : new int[][] {{2, 1}, {3, 5}, {5, 9}, {4, 40}}) {
      int faults = size[0];
      int images = size[1];
      byte[] wanted = begun(faults, images, IntStream.range(0, size[0]).toArray());
      byte[] there =
          begun(faults, images, IntStream.range(1, size[0]).map(i -> size[0] - i).toArray());
      for (int length = 0; length <= there.length; length++) {
        check(Arrays.copyOf(there, length), faults, images, wanted, "a cut at " + length);
      }
      for (int bit = 0; bit < Byte.SIZE * there.length; bit++) {
        check(flipped(there, bit), faults, images, wanted, "a flip of bit " + bit);
      }
      for (int length = 1; length <= there.length; length++) {
        check(doubled(there, length), faults, images, wanted, "a double end of " + length);
      }
      expectedRefusals += Byte.SIZE * RunHeader.BYTES;
    }
    assertThat(refused).as("every flip in a header").isEqualTo(expectedRefusals);
    mixtures();
    assertThat(cases).isGreaterThanOrEqualTo(10_000);
  }

  private void mixtures() throws IOException {
    Random random = new Random(7);
    int faults = 6;
    byte[] wanted = begun(faults, 7, IntStream.range(0, 6).toArray());
    byte[] there = begun(faults, 7, 5, 0, 3, 2);
    for (int i = 0; i < MIXTURES; i++) {
      byte[] damaged = doubled(there, 1 + random.nextInt(there.length));
      damaged = Arrays.copyOf(damaged, RunHeader.BYTES + random.nextInt(damaged.length));
      int behind = Byte.SIZE * (damaged.length - RunHeader.BYTES);
      for (int flips = random.nextInt(4); flips > 0 && behind > 0; flips--) {
        damaged = flipped(damaged, Byte.SIZE * RunHeader.BYTES + random.nextInt(behind));
      }
      check(damaged, faults, 7, wanted, "mixture " + i);
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return flipped;
  }

  private static byte[] doubled(byte[] bytes, int length) {
    byte[] doubled = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, bytes.length - length, doubled, bytes.length, length);
    return doubled;
  }
}
