package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Golden values: NumPy 2.4, with {@code f = numpy.float32} and every operand of that type, {@code
 * (arange(256).astype(f) / f(255) - mean) / std}; bits by {@code .view(numpy.uint32)}.
 */
class NormalizationTest {
  @Test
  void shouldGiveTheBitsOfBinary32ArithmeticForCifar10() {
    Normalization cifar10 = new Cifar10().normalization();

    assertThat(bits(cifar10, 0, 0, 1, 42, 127, 128, 254, 255))
        .containsExactly(
            0xc01b75d0, 0xc01a3836, 0xbfceb505, 0x3d066cd9, 0x3d55d38f, 0x401fa937, 0x4020e6d1);
    assertThat(bits(cifar10, 1, 0, 127, 255)).containsExactly(0xc01ac4b0, 0x3da2ae81, 0x402631d0);
    assertThat(bits(cifar10, 2, 0, 127, 255)).containsExactly(0xc00e2b4e, 0x3e8348b2, 0x40303d22);
  }

  @Test
  void shouldGiveTheBitsOfBinary32ArithmeticForMnist() {
    assertThat(bits(new Mnist().normalization(), 0, 0, 1, 42, 128, 255))
        .containsExactly(0xbed93271, 0xbed2ae20, 0x3de20b2c, 0x3f9a3d7a, 0x4034933d);
  }

  /** All 256 values at once: the sum of their bit patterns, read as unsigned integers. */
  @Test
  void shouldAgreeOnEveryPixelValue() {
    Normalization cifar10 = new Cifar10().normalization();

    assertThat(sumOfBits(cifar10, 0)).isEqualTo(542_920_675_454L);
    assertThat(sumOfBits(cifar10, 1)).isEqualTo(536_500_286_121L);
    assertThat(sumOfBits(cifar10, 2)).isEqualTo(517_177_660_682L);
    assertThat(sumOfBits(new Mnist().normalization(), 0)).isEqualTo(344_979_725_655L);
  }

  @Test
  void shouldCopyWhatItIsGiven() {
    List<Float> mean = new ArrayList<>(List.of(0.5f));
    Normalization normalization = new Normalization(mean, List.of(0.25f));

    mean.set(0, 9f);

    assertThat(normalization)
        .isEqualTo(Normalization.of(new float[] {0.5f}, new float[] {0.25f}))
        .hasSameHashCodeAs(Normalization.of(new float[] {0.5f}, new float[] {0.25f}));
  }

  @Test
  void shouldRefuseConstantsThatMakeNoSense() {
    assertRefused(new float[] {0.5f}, new float[] {0.2f, 0.2f}, "[0.2, 0.2]");
    assertRefused(new float[] {}, new float[] {}, "[]");
    assertRefused(new float[] {Float.NaN}, new float[] {0.2f}, "NaN");
    assertRefused(new float[] {0.5f}, new float[] {0f}, "0.0");
    assertRefused(new float[] {0.5f}, new float[] {-1f}, "-1.0");
    assertRefused(new float[] {0.5f}, new float[] {Float.POSITIVE_INFINITY}, "Infinity");
  }

  @Test
  void shouldRefusePixelsBeyondAByte() {
    Normalization normalization = Normalization.of(new float[] {0f}, new float[] {1f});

    assertThatThrownBy(() -> normalization.apply(0, 256)).hasMessageContaining("256");
    assertThatThrownBy(() -> normalization.apply(0, -1)).hasMessageContaining("-1");
  }

  private static void assertRefused(float[] mean, float[] std, String named) {
    assertThatThrownBy(() -> Normalization.of(mean, std))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static int[] bits(Normalization normalization, int channel, int... pixels) {
    int[] bits = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bits[i] = Float.floatToRawIntBits(normalization.apply(channel, pixels[i]));
    }
    return bits;
  }

  private static long sumOfBits(Normalization normalization, int channel) {
    long sum = 0;
    for (float value : normalization.tables()[channel]) {
      sum += Integer.toUnsignedLong(Float.floatToRawIntBits(value));
    }
    return sum;
  }
}
