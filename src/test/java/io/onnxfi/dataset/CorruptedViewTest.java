package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.SeverityScale;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptedViewTest {
  private static final DataRoot NOWHERE = new DataRoot(Path.of("nowhere"));

  private static byte[] pixels(LabelledImages images, int image) {
    byte[] pixels = new byte[images.channels() * images.height() * images.width()];
    images.read(image, pixels);
    return pixels;
  }

  @Test
  void shouldCorruptEveryImageOnItsOwn() throws NoSuchAlgorithmException {
    Dataset view = Datasets.named("synthetic+shot_noise-4-seed-9");
    LabelledImages plain = new SyntheticImages().load(NOWHERE, Split.TEST);
    LabelledImages images = view.load(NOWHERE, Split.TEST);

    assertThat(view.name()).isEqualTo("synthetic+shot_noise-4-seed-9");
    assertThat(view.image(NOWHERE)).isEqualTo(Shape.of(3, 16, 16));
    assertThat(view.classNames()).isEqualTo(plain.classNames());
    assertThat(view.normalization()).isEqualTo(new SyntheticImages().normalization());
    assertThat(images.name()).isEqualTo(view.name());
    assertThat(images.labels()).isEqualTo(plain.labels());
    String line = plain.sha256() + " shot_noise-4-seed-9";
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.US_ASCII));
    assertThat(images.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
    CommonCorruption noise = CommonCorruption.SHOT_NOISE;
    for (int image : new int[] {0, 17, images.size() - 1}) {
      assertThat(pixels(images, image))
          .isEqualTo(
              noise
                  .at(SeverityScale.CIFAR_10_C, 4)
                  .apply(pixels(plain, image), Shape.of(3, 16, 16), noise.random(-9, 4, image)));
    }
  }

  @Test
  void shouldCorruptTheFirstImagesAsAmongAll() {
    CorruptedView view =
        new CorruptedView(new SyntheticImages(), CommonCorruption.IMPULSE_NOISE, 2, 0);
    LabelledImages plain = new SyntheticImages().load(NOWHERE, Split.TEST);

    assertThat(view.name()).isEqualTo("synthetic+impulse_noise-2");
    assertThat(pixels(view.of(plain.first(20)), 19)).isEqualTo(pixels(view.of(plain), 19));
    assertThat(pixels(view.of(plain), 19)).isNotEqualTo(pixels(plain, 19));
  }

  @Test
  void shouldViewAViewAndBeViewed() {
    assertThat(Datasets.named("synthetic@3x64x64+contrast-1").image(NOWHERE))
        .isEqualTo(Shape.of(3, 64, 64));
    assertThat(Datasets.named("synthetic+contrast-1@3x64x64"))
        .isInstanceOf(ImageView.class)
        .extracting(Dataset::name)
        .isEqualTo("synthetic+contrast-1@3x64x64");
    assertThat(Datasets.named("synthetic+contrast-1+gaussian_blur-5").name())
        .isEqualTo("synthetic+contrast-1+gaussian_blur-5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synthetic+fog-3",
        "synthetic+contrast-0",
        "synthetic+contrast-6",
        "nothing+contrast-3",
        "synthetic+contrast-3-seed9999999999999999999",
        "synthetic+contrast",
        "synthetic+contrast-33",
        "synthetic+-3"
      })
  void shouldRefuseWhatIsNoCorruption(String name) {
    assertThatThrownBy(() -> Datasets.named(name))
        .isInstanceOf(MalformedInputException.class)
        .message()
        .doesNotContain("\n")
        .contains("found");
  }

  /** A folder may be called anything. */
  @Test
  void shouldLeaveFoldersTheirNames() {
    assertThat(Datasets.named("folder:a+contrast-3")).isInstanceOf(ImageFolder.class);
  }
}
