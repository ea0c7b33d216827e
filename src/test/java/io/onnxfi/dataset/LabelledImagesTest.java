package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledImagesTest {
  private static final ImageSource SOURCE =
      new ImageSource("tiny", "0".repeat(64), 3, List.of("a", "b", "c"), Shape.of(2, 1, 2));

  /** The identity on pixels in channel 0, one less in channel 1. */
  private static final Normalization PIXELS =
      Normalization.of(new float[] {0f, 1 / 255f}, new float[] {1 / 255f, 1 / 255f});

  private final byte[] pixels = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, (byte) 255};
  private final LabelledImages images = LabelledImages.owning(SOURCE, pixels, new int[] {2, 0, 1});

  @Test
  void shouldSayWhatItHolds() {
    assertThat(images).hasToString("tiny[3, 2, 1, 2]");
    assertThat(images.name()).isEqualTo("tiny");
    assertThat(images.classes()).isEqualTo(3);
    assertThat(images.classNames()).containsExactly("a", "b", "c");
    assertThat(images.sha256()).isEqualTo("0".repeat(64));
    assertThat(images.labels()).containsExactly(2, 0, 1);
    assertThat(images.label(1)).isZero();
    assertThat(images.pixel(2, 1, 0, 1)).isEqualTo(255);
  }

  @Test
  void shouldNormaliseEachChannelByItsOwnConstants() {
    Tensor batch = images.batch(PIXELS, 1, 3);

    assertThat(batch.shape()).isEqualTo(Shape.of(2, 2, 1, 2));
    assertThat(batch.bytes().isDirect()).isTrue();
    // Two roundings of 2^-24 relative error each, on values up to 255.
    assertThat(batch.toFloatArray())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(11, 12, 12, 13, 21, 22, 22, 254);
  }

  @Test
  void shouldFillFromThePositionOn() {
    FloatBuffer out = FloatBuffer.allocate(6).position(1);

    images.fill(PIXELS, 0, 1, out);

    assertThat(out.position()).isEqualTo(5);
    assertThat(out.get(0)).isZero();
    assertThat(out.get(1)).isEqualTo(PIXELS.apply(0, 1));
    assertThat(out.get(4)).isEqualTo(PIXELS.apply(1, 4));
  }

  @Test
  void shouldSharePixelsWithSubsets() {
    LabelledImages first = images.first(2);
    LabelledImages picked = images.select(new int[] {2, 0, 0});

    pixels[0] = 99;

    assertThat(first.labels()).containsExactly(2, 0);
    assertThat(picked.labels()).containsExactly(1, 2, 2);
    assertThat(first.pixel(0, 0, 0, 0)).isEqualTo(99);
    assertThat(picked.pixel(2, 0, 0, 0)).isEqualTo(99);
    assertThat(picked.first(1).select(new int[] {0}).pixel(0, 1, 0, 1)).isEqualTo(255);
  }

  @Test
  void shouldCopyWhatACallerKeeps() {
    LabelledImages copy = LabelledImages.of(SOURCE, pixels, new int[] {2, 0, 1});
    int[] labels = copy.labels();

    pixels[0] = 99;
    labels[0] = 0;

    assertThat(copy.pixel(0, 0, 0, 0)).isEqualTo(1);
    assertThat(copy.label(0)).isEqualTo(2);
  }

  @Test
  void shouldRefuseArraysThatDisagree() {
    assertThatThrownBy(() -> LabelledImages.of(SOURCE, new byte[11], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12")
        .hasMessageContaining("11");
    assertThatThrownBy(() -> LabelledImages.of(SOURCE, new byte[4], new int[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 3");
  }

  @Test
  void shouldRefuseWhatItDoesNotHave() {
    assertThatThrownBy(() -> images.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> images.batch(PIXELS, 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> images.batch(new Mnist().normalization(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 channels");
    assertThatThrownBy(() -> images.fill(PIXELS, 0, 2, FloatBuffer.allocate(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("room for 7");
  }

  @Test
  void shouldRefuseSourcesThatMakeNoSense() {
    Shape image = Shape.of(1, 2, 2);
    String sha256 = "0".repeat(64);

    assertThatThrownBy(() -> new ImageSource("x", sha256, 2, List.of("a"), image))
        .hasMessageContaining("1 names for 2 classes");
    assertThatThrownBy(() -> new ImageSource("x", "abc", 2, List.of(), image))
        .hasMessageContaining("abc");
    assertThatThrownBy(() -> new ImageSource("x", sha256, 0, List.of(), image))
        .hasMessageContaining("found 0");
    assertThatThrownBy(() -> new ImageSource("x", sha256, 2, List.of(), Shape.of(4)))
        .hasMessageContaining("[4]");
  }
}
