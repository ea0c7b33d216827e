package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void shouldNormaliseEveryValueOfAByteAsWhenPicturesAreChanged() {
    byte[] pixels = new byte[3 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7 + i / 256);
    }
    ImageSource source = new ImageSource("test", "0".repeat(64), 1, List.of(), Shape.of(3, 8, 32));
    LabelledImages images = LabelledImages.of(source, pixels, new int[1]);
    Normalization normalization =
        Normalization.of(new float[] {0.4914f, 0, 0.4465f}, new float[] {0.2023f, 1, 0.3f});
    Picture picture = new Picture(images, normalization);
    float[] changed = new float[pixels.length];
    picture.load(images, 0);
    picture.write(FloatBuffer.wrap(changed));
    float[] copied = new float[pixels.length];
    picture.copy(images, 0, FloatBuffer.wrap(copied));
    assertThat(copied).containsExactly(changed);
    // The green channel is not normalised: the byte over 255, rounded once.
    assertThat(copied[1]).isEqualTo(Byte.toUnsignedInt(pixels[256]) / 255f);
    assertThat(copied[3 * 31 + 1]).isEqualTo(Byte.toUnsignedInt(pixels[256 + 31]) / 255f);
  }
}
