package io.onnxfi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.error.OnnxFiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Tables of studies, damaged: read up to the damage, or refused in one line that names the file.
 */
public final class DamagedTables {
  private static final int CASES = Integer.getInteger("onnxfi.test.fuzz", 1_000) / 5;
  private static final long SEED = Long.getLong("onnxfi.test.fuzz.seed", 1);

  private DamagedTables() {}

  /** Opens a table, asks for everything in it, and closes it. */
  public interface Reader {
    /** Reads the table in a folder. */
    void read(Path folder);
  }

  /**
   * Damages a table in many ways and reads each.
   *
   * @param table a sound one, in a folder of its own; it ends as it was
   */
  public static void readOrRefuse(Path table, Reader reader) {
    try {
      byte[] sound = Files.readAllBytes(table);
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
      int refused = 0;
      for (int number = 0; number < CASES; number++) {
        Files.write(table, Mutation.damage(sound, random));
        refused += isRefused(table, reader, number) ? 1 : 0;
      }
      assertThat(refused).as("damage is noticed").isBetween(1, CASES - 1);
      Files.write(table, sound);
      reader.read(table.getParent());
      assertThat(table).hasBinaryContent(sound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRefused(Path table, Reader reader, int number) {
    try {
      reader.read(table.getParent());
      return false;
    } catch (OnnxFiException e) {
      assertThat(e.getMessage())
          .as("seed %d, case %d", SEED, number)
          .contains(table.getFileName().toString());
      return true;
    }
  }
}
