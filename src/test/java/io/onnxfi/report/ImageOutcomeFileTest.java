package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.ImageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOutcomeFileTest {
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
    try (ImageOutcomeFile.Writer writer = new ImageOutcomeFile.Writer(file, images, 7)) {
      for (int i = rows.length - 1; i >= 0; i--) {
        rows[i] = random(random, images);
        writer.put(i, rows[i]);
      }
    }
    assertThat(Files.size(file)).isEqualTo(12 + 7L * ((images + 3) / 4));
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
        .hasMessageContaining("expected a complete file of image outcomes");
    Files.write(file, new byte[100]);
    assertThatThrownBy(() -> new ImageOutcomeFile.Reader(file))
        .isInstanceOf(MalformedInputException.class);
  }
}
