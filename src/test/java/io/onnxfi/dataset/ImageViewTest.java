package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageViewTest {
  private static final SyntheticImages COLOURS = new SyntheticImages();

  @TempDir private Path folder;

  private DataRoot root() {
    return new DataRoot(folder);
  }

  private static byte[] pixels(LabelledImages images, int image) {
    byte[] pixels = new byte[images.channels() * images.height() * images.width()];
    images.read(image, pixels);
    return pixels;
  }

  /** Two test images of 28×28, of levels that rise along the rows, or along the columns. */
  private void writeDigits() throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("mnist"));
    ByteBuffer images = ByteBuffer.allocate(16 + 2 * 784);
    images.putInt(0x803).putInt(2).putInt(28).putInt(28);
    for (int i = 0; i < 2 * 784; i++) {
      images.put((byte) (9 * (i < 784 ? i % 28 : i / 28 - 28)));
    }
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images.array());
    ByteBuffer labels = ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 7);
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), labels.put((byte) 3).array());
  }

  @Test
  void shouldResizeColours() {
    Dataset view = Datasets.named("synthetic@3x20x9");
    LabelledImages images = view.load(root(), Split.TEST);
    LabelledImages originals = COLOURS.load(root(), Split.TEST);
    assertThat(view.image(root())).isEqualTo(Shape.of(3, 20, 9));
    assertThat(view.normalization()).isEqualTo(COLOURS.normalization());
    assertThat(view.classNames()).isEqualTo(COLOURS.classNames());
    assertThat(images).hasToString("synthetic@3x20x9[%d, 3, 20, 9]".formatted(originals.size()));
    assertThat(images.labels()).isEqualTo(originals.labels());
    for (int image : new int[] {0, 5, originals.size() - 1}) {
      RgbImage original = new RgbImage(new PixelSize(16, 16), pixels(originals, image));
      assertThat(pixels(images, image))
          .isEqualTo(BilinearResize.resize(original, new PixelSize(20, 9)).planes());
    }
  }

  @Test
  void shouldRepeatGreyImages() throws IOException {
    writeDigits();
    LabelledImages images = Datasets.named("mnist@3x32x32").load(root(), Split.TEST);
    assertThat(images.labels()).containsExactly(7, 3);
    for (int image = 0; image < 2; image++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          int along = image == 0 ? x : y;
          // 28/32 of a step per pixel, the outermost half a pixel cut off.
          double level = 9 * Math.max(0, Math.min(27, (along + 0.5) * 28 / 32 - 0.5));
          for (int channel = 0; channel < 3; channel++) {
            assertThat(images.pixel(image, channel, y, x)).isBetween(lower(level), upper(level));
          }
        }
      }
    }
    Normalization own = new Mnist().normalization();
    Normalization repeated = Datasets.named("mnist@3x28x28").normalization();
    assertThat(repeated.channels()).isEqualTo(3);
    assertThat(repeated.mean()).containsOnly(own.mean().get(0));
    assertThat(repeated.std()).containsOnly(own.std().get(0));
  }

  private static int lower(double level) {
    return (int) Math.floor(level - 0.5);
  }

  private static int upper(double level) {
    return (int) Math.ceil(level + 0.5);
  }

  @Test
  void shouldTellInItsDigestWhatWasDone() throws Exception {
    writeDigits();
    String own = new Mnist().load(root(), Split.TEST).sha256();
    byte[] line = (own + " 3x28x28").getBytes(StandardCharsets.US_ASCII);
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    assertThat(Datasets.named("mnist@3x28x28").load(root(), Split.TEST).sha256())
        .isEqualTo(expected);
    assertThat(Datasets.named("mnist@3x32x32").load(root(), Split.TEST).sha256())
        .isNotEqualTo(expected);
  }

  @Test
  void shouldBeTheDataSetItselfIfNothingChanges() {
    assertThat(ImageView.of(COLOURS, root(), Shape.of(3, 16, 16))).isSameAs(COLOURS);
    assertThat(ImageView.of(COLOURS, root(), Shape.of(3, 28, 28)).name())
        .isEqualTo("synthetic@3x28x28");
  }

  @ParameterizedTest
  @ValueSource(strings = {"synthetic@0x8x8", "synthetic@3x0x8", "synthetic@3x99999x99999"})
  void shouldRefuseImpossibleExtents(String name) {
    assertThatThrownBy(() -> Datasets.named(name))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("synthetic: expected images of channels x height x width");
  }

  @ParameterizedTest
  @ValueSource(strings = {"synthetic@3x8", "synthetic@", "@3x8x8", "no@3x8x8", "synthetic@axbxc"})
  void shouldRefuseOtherNames(String name) {
    assertThatThrownBy(() -> Datasets.named(name))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("data set: expected one of cifar10,");
  }

  @Test
  void shouldRefuseOtherChannels() {
    Dataset view = Datasets.named("synthetic@1x16x16");
    assertThatThrownBy(() -> view.load(root(), Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "synthetic@1x16x16: expected as many channels as the images of synthetic have, or one,"
                + " found 3 there");
  }
}
