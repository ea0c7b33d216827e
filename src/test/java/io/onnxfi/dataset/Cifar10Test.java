package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.testing.RealData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  private static final int FILE_BYTES = 30_730_000;
  private static final int RECORD = 3073;

  @TempDir Path folder;

  @Test
  void shouldReadLabelAndPlanesOfARecord() throws IOException {
    try (RandomAccessFile file = testBatch(FILE_BYTES)) {
      file.seek(7 * RECORD);
      file.write(new byte[] {9, (byte) 200});
      file.seek(7 * RECORD + 1 + 1024 + 33);
      file.write(50);
    }

    LabelledImages images = new Cifar10().load(new DataRoot(folder), Split.TEST);

    assertThat(images).hasToString("cifar10[10000, 3, 32, 32]");
    assertThat(images.label(7)).isEqualTo(9);
    assertThat(images.label(8)).isZero();
    assertThat(images.pixel(7, 0, 0, 0)).isEqualTo(200);
    assertThat(images.pixel(7, 1, 1, 1)).isEqualTo(50);
  }

  @Test
  void shouldSayWhatIsMissingAndHowToGetIt() {
    assertThatThrownBy(() -> new Cifar10().load(new DataRoot(folder), Split.TRAIN))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(
            folder.resolve("cifar-10-batches-bin").resolve("data_batch_1.bin").toString())
        .hasMessageEndingWith("onnxfi fetch cifar10");
  }

  @Test
  void shouldNameTheFolderThatWasMeant() throws IOException {
    testBatch(FILE_BYTES).close();
    Path below = Files.createDirectories(folder.resolve("cifar-10-batches-bin/deeper"));
    for (Path deep : List.of(below.getParent(), below, Path.of("nowhere/cifar-10-batches-bin"))) {
      Path meant = deep.startsWith("nowhere") ? Path.of("nowhere").toAbsolutePath() : folder;
      assertMissing(
          deep, "did you mean --data " + meant + ", the folder that contains cifar-10-batches-bin");
    }
  }

  @Test
  void shouldNameOtherFormsOfTheDataSet() throws IOException {
    Files.createDirectories(folder.resolve("cifar-10-batches-py"));
    assertMissing(folder, "cifar-10-batches-py, which is the version for Python");
    Files.createFile(folder.resolve("cifar-10-binary.tar.gz"));
    assertMissing(folder, "cifar-10-binary.tar.gz, which is the archive, not unpacked");
    Path below = Files.createDirectories(folder.resolve("below/cifar-10-batches-bin"));
    Files.createFile(below.resolve("test_batch.bin"));
    assertMissing(folder, "did you mean --data " + below.getParent());
  }

  private static void assertMissing(Path root, String part) {
    assertThatThrownBy(() -> new Cifar10().load(new DataRoot(root), Split.TEST))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(part)
        .hasMessageEndingWith("get it with: onnxfi fetch cifar10");
  }

  @Test
  void shouldRefuseAFileOfAnotherSize() throws IOException {
    testBatch(FILE_BYTES - 1).close();

    assertThatThrownBy(() -> new Cifar10().load(new DataRoot(folder), Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("test_batch.bin: expected a file of 30730000 bytes")
        .hasMessageContaining("found 30729999 bytes");
  }

  @Test
  void shouldRefuseALabelOutOfRange() throws IOException {
    try (RandomAccessFile file = testBatch(FILE_BYTES)) {
      file.seek(42L * RECORD);
      file.write(10);
    }

    assertThatThrownBy(() -> new Cifar10().load(new DataRoot(folder), Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("record 42")
        .hasMessageEndingWith("found label 10");
  }

  @Test
  void shouldReadTheOfficialTestImages() {
    LabelledImages images = RealData.cifar10Test();

    assertThat(images.size()).isEqualTo(10_000);
    // cat, ship, ship, airplane, frog, ... : the first images on the CIFAR-10 test set's list.
    assertThat(images.first(8).labels()).containsExactly(3, 8, 8, 0, 6, 6, 1, 6);
    int[] histogram = new int[images.classes()];
    Arrays.stream(images.labels()).forEach(label -> histogram[label]++);
    assertThat(histogram).containsOnly(1000);
    // sha256sum of test_batch.bin
    assertThat(images.sha256())
        .isEqualTo("8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b");
  }

  @Test
  void shouldReadTheOfficialTrainingImages() {
    LabelledImages images = RealData.cifar10Train();

    assertThat(images.size()).isEqualTo(50_000);
    assertThat(Arrays.stream(images.labels()).filter(label -> label == 9).count()).isEqualTo(5000);
    // frog, truck, truck, deer, automobile
    assertThat(images.first(5).labels()).containsExactly(6, 9, 9, 4, 1);
  }

  private RandomAccessFile testBatch(long bytes) throws IOException {
    Path batches = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
    RandomAccessFile file = new RandomAccessFile(batches.resolve("test_batch.bin").toFile(), "rw");
    file.setLength(bytes);
    return file;
  }
}
