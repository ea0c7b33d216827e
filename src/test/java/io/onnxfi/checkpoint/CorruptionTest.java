package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged files end in an exception that a user can read, or load: nothing else. */
@Timeout(60)
class CorruptionTest {
  private static final String GENERATOR = "L64X128MixRandom";
  private static final long SEED = 42;

  /** What the small sound file has. */
  private static final ParameterShapes WANTED =
      new ParameterShapes("net", Map.of("w", Shape.of(2, 3)));

  /** Where the storages of ResNet20.th begin. */
  private static final int RESNET20_STORAGES = 14063;

  @Test
  void shouldRefuseASoundFileCutAnywhere() {
    byte[] bytes = LegacyFile.sound().bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertCutIsRefused(bytes, length);
    }
  }

  @Test
  void shouldRefuseResNet20CutAnywhere() throws IOException {
    byte[] bytes = resNet20();
    for (int length = 0; length < RESNET20_STORAGES; length += 11) {
      assertCutIsRefused(bytes, length);
    }
    for (int length = RESNET20_STORAGES; length < bytes.length; length += 4999) {
      assertCutIsRefused(bytes, length);
    }
    assertCutIsRefused(bytes, bytes.length - 1);
  }

  @Test
  void shouldSurviveEverySingleBitFlip() {
    byte[] bytes = LegacyFile.sound().bytes();
    int loaded = 0;
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      flip(bytes, bit);
      loaded += loads(bytes) ? 1 : 0;
      flip(bytes, bit);
    }
    // At least the bits of the 24 bytes of elements do no harm.
    assertThat(loaded).isBetween(24 * Byte.SIZE, bytes.length * Byte.SIZE / 2);
  }

  @Test
  void shouldSurviveRandomBytesInASoundFile() {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(SEED);
    byte[] sound = LegacyFile.sound().bytes();
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = sound.clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      loads(bytes);
    }
  }

  @Test
  void shouldSurviveBitFlipsInResNet20() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(SEED);
    byte[] bytes = resNet20();
    for (int i = 0; i < Effort.of(500, 2_000); i++) {
      int bit = random.nextInt(RESNET20_STORAGES * Byte.SIZE);
      flip(bytes, bit);
      loads(bytes);
      flip(bytes, bit);
    }
  }

  @Test
  void shouldSurviveRandomOpcodes() {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(SEED);
    String opcodes =
        "(.012GJKMNQRTUXabceghijopqrstu)}]l\u0081\u0085\u0086\u0087\u0088\u008a\u008b"
            + "\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0096\u0000\u0001\u0002IL";
    LegacyFile sound = LegacyFile.sound();
    for (int i = 0; i < 10_000; i++) {
      PickleBytes pickle = PickleBytes.protocol2();
      for (int length = random.nextInt(1, 40); length > 0; length--) {
        pickle.raw(opcodes.substring(random.nextInt(opcodes.length())).substring(0, 1));
      }
      loads(sound.withObject(pickle.stop()).bytes());
    }
  }

  private static void assertCutIsRefused(byte[] bytes, int length) {
    assertThatThrownBy(() -> LegacyFile.read(Arrays.copyOf(bytes, length)))
        .as("cut to %d bytes", length)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageMatching("test.th: expected \\d+ bytes at offset \\d+, found \\d+ bytes");
  }

  /** Whether it loads; fails the test by any exception that is not ours. */
  private static boolean loads(byte[] bytes) {
    try {
      LegacyFile.read(bytes);
      TorchFiles.read("test.th", bytes).stateDict(WANTED, Optional.empty());
      return true;
    } catch (OnnxFiException e) {
      assertThat(e).hasMessageStartingWith("test.th");
      return false;
    }
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
  }

  private static byte[] resNet20() throws IOException {
    return Files.readAllBytes(PublishedData.torchClassifier("CIFAR10", "resnet/ResNet20.th"));
  }
}
