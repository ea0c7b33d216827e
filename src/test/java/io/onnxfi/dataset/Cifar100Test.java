package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100Test {
  private static final int RECORD = 3074;
  private static final long TEST_BYTES = 10_000L * RECORD;

  @TempDir Path folder;

  @Test
  void shouldReadFineLabelAndPlanesOfARecord() throws IOException {
    write("test.bin", TEST_BYTES, 7 * RECORD, 19, 99, 200);

    LabelledImages images = load(Split.TEST);

    assertThat(images).hasToString("cifar100[10000, 3, 32, 32]");
    assertThat(images.label(7)).isEqualTo(99);
    assertThat(images.pixel(7, 0, 0, 0)).isEqualTo(200);
    assertThat(images.label(8)).isZero();
    assertThat(images.classNames()).hasSize(100).isSorted().startsWith("apple").endsWith("worm");
  }

  @Test
  void shouldReadTheTrainingImages() throws IOException {
    write("train.bin", 50_000L * RECORD, 49_999 * RECORD, 3, 42, 1);

    LabelledImages images = load(Split.TRAIN);

    assertThat(images.size()).isEqualTo(50_000);
    assertThat(images.label(49_999)).isEqualTo(42);
  }

  @Test
  void shouldRefuseLabelsOutOfRange() throws IOException {
    write("test.bin", TEST_BYTES, 42 * RECORD, 20, 0);
    assertMalformed("a label of 0 to 19 in record 42, found label 20");

    write("test.bin", TEST_BYTES, 42 * RECORD, 19, 100);
    assertMalformed("a label of 0 to 99 in record 42, found label 100");
  }

  @Test
  void shouldRefuseAFileOfAnotherSize() throws IOException {
    write("test.bin", TEST_BYTES - 1, 0);

    assertMalformed(
        "a file of 30740000 bytes, found 30739999 bytes: nothing but zero bytes (an interrupted"
            + " download?)");
  }

  @Test
  void shouldSayWhatIsMissingAndHowToGetIt() {
    assertThatThrownBy(() -> load(Split.TRAIN))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(folder.resolve("cifar-100-binary").resolve("train.bin").toString())
        .hasMessageEndingWith("onnxfi fetch cifar100");
  }

  /** The published constants are binary64 and become the nearest binary32. */
  @Test
  void shouldNormaliseAsPublished() {
    Normalization normalization = new Cifar100().normalization();

    assertThat(normalization.mean().get(0).doubleValue()).isEqualTo((float) 0.5070751592371323);
    assertThat(normalization.std().get(2).doubleValue()).isEqualTo((float) 0.27615047132568404);
  }

  private LabelledImages load(Split split) {
    return new Cifar100().load(new DataRoot(folder), split);
  }

  private void assertMalformed(String problem) {
    Path file = folder.resolve("cifar-100-binary").resolve("test.bin");
    assertThatThrownBy(() -> load(Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(file + ": expected " + problem);
  }

  /** A file of zeros but for the bytes at one position. */
  private void write(String name, long size, long at, int... bytes) throws IOException {
    Path parent = Files.createDirectories(folder.resolve("cifar-100-binary"));
    try (RandomAccessFile file = new RandomAccessFile(parent.resolve(name).toFile(), "rw")) {
      file.setLength(0);
      file.setLength(size);
      file.seek(at);
      for (int value : bytes) {
        file.write(value);
      }
    }
  }
}
