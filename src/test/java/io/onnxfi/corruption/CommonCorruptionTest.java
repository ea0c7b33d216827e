package io.onnxfi.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonCorruptionTest {
  private static final Shape IMAGE = Shape.of(3, 32, 32);

  private static byte[] pixels(Shape image) {
    byte[] pixels = new byte[(int) image.size()];
    new Random(1).nextBytes(pixels);
    return pixels;
  }

  private static byte[] apply(CommonCorruption corruption, int severity, Shape image, int number) {
    RandomGenerator random = corruption.random(3, severity, number);
    return corruption.at(SeverityScale.of(image), severity).apply(pixels(image), image, random);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDoMoreAtAHigherSeverity(CommonCorruption corruption) {
    long before = 0;
    for (int severity = 1; severity <= SeverityScale.SEVERITIES; severity++) {
      byte[] changed = apply(corruption, severity, IMAGE, 0);
      byte[] original = pixels(IMAGE);
      long distance = 0;
      for (int i = 0; i < changed.length; i++) {
        int difference = (changed[i] & 0xff) - (original[i] & 0xff);
        distance += (long) difference * difference;
      }
      assertThat(distance).isGreaterThan(before);
      before = distance;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveTheImageGivenAsItIs(CommonCorruption corruption) {
    byte[] pixels = pixels(IMAGE);
    corruption.at(SeverityScale.CIFAR_10_C, 5).apply(pixels, IMAGE, corruption.random(0, 5, 0));
    assertThat(pixels).isEqualTo(pixels(IMAGE));
  }

  /** One channel, two, one pixel, one row: no corruption may rest on three channels or squares. */
  @ParameterizedTest
  @EnumSource
  void shouldTakeImagesOfAnyShape(CommonCorruption corruption) {
    for (Shape image :
        new Shape[] {
          Shape.of(1, 28, 28),
          Shape.of(2, 5, 9),
          Shape.of(3, 1, 1),
          Shape.of(1, 1, 7),
          Shape.of(3, 9, 1),
          Shape.of(3, 240, 3),
          Shape.of(3, 64, 64)
        }) {
      assertThat(apply(corruption, 5, image, 0)).hasSize((int) image.size());
    }
  }

  /**
   * Recorded once: a change would mean that results of studies can no longer be repeated. All but
   * the JDK's JPEG is arithmetic of our own.
   */
  @ParameterizedTest
  @CsvSource({
    "GAUSSIAN_NOISE, 541572940",
    "SHOT_NOISE, 3879095436",
    "IMPULSE_NOISE, 1382896960",
    "DEFOCUS_BLUR, 965649648",
    "BRIGHTNESS, 656364971",
    "CONTRAST, 2833229116",
    "GAUSSIAN_BLUR, 2152498700",
    "ZOOM_BLUR, 1475737606"
  })
  void shouldGiveTheSameBytesForEver(CommonCorruption corruption, long crc) {
    CRC32 sum = new CRC32();
    for (int severity = 1; severity <= SeverityScale.SEVERITIES; severity++) {
      sum.update(apply(corruption, severity, IMAGE, 7));
      sum.update(apply(corruption, severity, Shape.of(3, 64, 64), 7));
      sum.update(apply(corruption, severity, Shape.of(1, 224, 224), 7));
    }
    assertThat(sum.getValue()).isEqualTo(crc);
  }

  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_NOISE", "SHOT_NOISE", "IMPULSE_NOISE"})
  void shouldDrawForEachImageAndSeverityAndSeedOnItsOwn(CommonCorruption corruption) {
    long first = corruption.random(1, 2, 3).nextLong();

    assertThat(corruption.random(1, 2, 3).nextLong()).isEqualTo(first);
    assertThat(corruption.random(1, 2, 4).nextLong()).isNotEqualTo(first);
    assertThat(corruption.random(1, 3, 3).nextLong()).isNotEqualTo(first);
    assertThat(corruption.random(2, 2, 3).nextLong()).isNotEqualTo(first);
    assertThat(
            Arrays.stream(CommonCorruption.values())
                .map(each -> each.random(1, 2, 3).nextLong())
                .distinct())
        .hasSize(CommonCorruption.values().length);
  }

  @Test
  void shouldTakeTheScaleOfTheNearestSize() {
    assertThat(SeverityScale.of(Shape.of(3, 16, 16))).isEqualTo(SeverityScale.CIFAR_10_C);
    assertThat(SeverityScale.of(Shape.of(1, 28, 28))).isEqualTo(SeverityScale.CIFAR_10_C);
    assertThat(SeverityScale.of(Shape.of(3, 45, 300))).isEqualTo(SeverityScale.CIFAR_10_C);
    assertThat(SeverityScale.of(Shape.of(3, 46, 46))).isEqualTo(SeverityScale.TINY_IMAGENET_C);
    assertThat(SeverityScale.of(Shape.of(3, 64, 64))).isEqualTo(SeverityScale.TINY_IMAGENET_C);
    assertThat(SeverityScale.of(Shape.of(3, 119, 200))).isEqualTo(SeverityScale.TINY_IMAGENET_C);
    assertThat(SeverityScale.of(Shape.of(3, 120, 120))).isEqualTo(SeverityScale.IMAGENET_C);
    assertThat(SeverityScale.of(Shape.of(3, 224, 224))).isEqualTo(SeverityScale.IMAGENET_C);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, -1})
  void shouldRefuseOtherSeverities(int severity) {
    assertThatThrownBy(() -> CommonCorruption.CONTRAST.at(SeverityScale.IMAGENET_C, severity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a severity of " + severity);
  }

  @Test
  void shouldRefuseOtherLabels() {
    assertThat(CommonCorruption.parse("shot_noise", "x")).isEqualTo(CommonCorruption.SHOT_NOISE);
    assertThatThrownBy(() -> CommonCorruption.parse("fog", "--corruption"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("--corruption")
        .hasMessageContaining("gaussian_noise, shot_noise")
        .hasMessageContaining("'fog'");
  }
}
