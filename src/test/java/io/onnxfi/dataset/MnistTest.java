package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.testing.RealData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  private static final String IMAGES = "t10k-images-idx3-ubyte";
  private static final String LABELS = "t10k-labels-idx1-ubyte";

  @TempDir Path folder;

  @Test
  void shouldReadImagesAndLabels() throws IOException {
    write(IMAGES, new int[] {2051, 2, 1, 3}, 1, 2, 3, 4, 5, 255);
    write(LABELS, new int[] {2049, 2}, 7, 2);

    LabelledImages images = load();

    assertThat(images).hasToString("mnist[2, 1, 1, 3]");
    assertThat(images.labels()).containsExactly(7, 2);
    assertThat(images.pixel(1, 0, 0, 2)).isEqualTo(255);
  }

  @Test
  void shouldSayWhatIsMissingAndHowToGetIt() {
    assertThatThrownBy(this::load)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(folder.resolve("mnist").resolve(IMAGES).toString())
        .hasMessageEndingWith("onnxfi fetch mnist");
  }

  /** What torchvision leaves: files unpacked, with gzip, or both. */
  @Test
  void shouldReadTheLayoutOfTorchvision() throws IOException {
    write(IMAGES, new int[] {2051, 2, 1, 3}, 1, 2, 3, 4, 5, 255);
    write(LABELS, new int[] {2049, 2}, 7, 2);
    String usual = load().sha256();
    Path raw = Files.createDirectories(folder.resolve("MNIST/raw"));
    for (String name : List.of(IMAGES, LABELS)) {
      byte[] bytes = Files.readAllBytes(folder.resolve("mnist").resolve(name));
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(raw.resolve(name + ".gz")))) {
        out.write(bytes);
      }
      Files.delete(folder.resolve("mnist").resolve(name));
    }

    LabelledImages images = load();

    assertThat(images.labels()).containsExactly(7, 2);
    assertThat(images.sha256()).as("of what was packed").isEqualTo(usual);
    assertThat(images.notes()).containsExactly("mnist: read from " + raw.resolve(IMAGES + ".gz"));

    assertThatThrownBy(() -> new Mnist().load(new DataRoot(folder.resolve("MNIST")), Split.TEST))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(
            "did you mean --data " + folder + ", the folder that contains MNIST?");

    byte[] cut = Arrays.copyOf(Files.readAllBytes(raw.resolve(IMAGES + ".gz")), 25);
    Files.write(raw.resolve(IMAGES + ".gz"), cut);
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(IMAGES + ".gz: expected an intact gzip file, found a damaged one");
  }

  @Test
  void shouldRefuseATruncatedFile() throws IOException {
    write(IMAGES, new int[] {2051, 2, 1, 3}, 1, 2, 3, 4, 5);

    assertMalformed(IMAGES, "22 bytes, as its header says", "21 bytes");
  }

  @Test
  void shouldRefuseATruncatedHeader() throws IOException {
    write(IMAGES, new int[] {2051, 2});

    assertMalformed(IMAGES, "an IDX header of 16 bytes", "8 bytes");
  }

  @Test
  void shouldRefuseAnotherMagicNumber() throws IOException {
    write(IMAGES, new int[] {2049, 2, 1, 1}, 1, 2);

    assertMalformed(IMAGES, "the IDX magic number 2051", "2049");
  }

  @Test
  void shouldRefuseAnAbsurdExtent() throws IOException {
    write(IMAGES, new int[] {2051, 2, -1, 1}, 1, 2);

    assertMalformed(IMAGES, "a size below 2 GiB in the header", "extent -1");
  }

  @Test
  void shouldRefuseImagesWithoutLabels() throws IOException {
    write(IMAGES, new int[] {2051, 2, 1, 1}, 1, 2);
    write(LABELS, new int[] {2049, 1}, 7);

    assertMalformed(LABELS, "one label for each of the 2 images", "1 labels");
  }

  @Test
  void shouldRefuseALabelOutOfRange() throws IOException {
    write(IMAGES, new int[] {2051, 2, 1, 1}, 1, 2);
    write(LABELS, new int[] {2049, 2}, 7, 10);

    assertMalformed(LABELS, "a label of 0 to 9 at position 1", "label 10");
  }

  @Test
  void shouldReadTheOfficialTestImages() {
    LabelledImages images = RealData.mnistTest();

    assertThat(images).hasToString("mnist[10000, 1, 28, 28]");
    assertThat(images.first(5).labels()).containsExactly(7, 2, 1, 0, 4);
  }

  /** The published constants are the training pixels' mean and deviation to four digits. */
  @Test
  void shouldNormaliseTheOfficialTrainingImages() {
    LabelledImages images = RealData.mnistTrain();
    Normalization normalization = new Mnist().normalization();

    double sum = 0;
    double squares = 0;
    int sample = 10_000;
    for (float value : images.batch(normalization, 0, sample).toFloatArray()) {
      sum += value;
      squares += value * value;
    }

    double mean = sum / (sample * 28 * 28);
    // A sixth of the training images: their mean strays by about 1 %.
    assertThat(mean).isBetween(-0.02, 0.02);
    assertThat(Math.sqrt(squares / (sample * 28 * 28) - mean * mean)).isBetween(0.98, 1.02);
  }

  private LabelledImages load() {
    return new Mnist().load(new DataRoot(folder), Split.TEST);
  }

  private void assertMalformed(String file, String expected, String found) {
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "%s: expected %s, found %s", folder.resolve("mnist").resolve(file), expected, found);
  }

  private void write(String name, int[] header, int... elements) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + elements.length);
    for (int field : header) {
      bytes.putInt(field);
    }
    for (int element : elements) {
      bytes.put((byte) element);
    }
    Files.write(Files.createDirectories(folder.resolve("mnist")).resolve(name), bytes.array());
  }
}
