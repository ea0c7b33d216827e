package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.error.OnnxFiException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote, damaged: they load, or end in an exception that a user can read. */
@Timeout(60)
class DamagedFileTest {
  private static final String GENERATOR = "L64X128MixRandom";
  private static final long SEED = 42;
  private static final int RANDOM_FILES = 500;

  /** Prime to a byte's bits, so that every position in a byte has its turn. */
  private static final int BIT_STEP = 7;

  @ParameterizedTest
  @ValueSource(strings = {"zip-views.pt", "zip-nested.pth", "legacy-views.th", "mixed.safetensors"})
  void shouldRefuseAFileCutAnywhere(String name) {
    byte[] bytes = TorchFiles.bytes(name);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(load(name, cut)).as("cut to %d bytes", length).isEmpty();
    }
  }

  /** Every entry of an archive has a checksum, so that what loads is what was written. */
  @ParameterizedTest
  @ValueSource(strings = {"zip-views.pt", "zip-float16.pt"})
  void shouldNeverLoadOtherNumbersFromAnArchiveWithAFlippedBit(String name) {
    byte[] bytes = TorchFiles.bytes(name);
    Map<String, ByteBuffer> sound = load(name, bytes).orElseThrow();
    int loaded = 0;
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += BIT_STEP) {
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Optional<Map<String, ByteBuffer>> damaged = load(name, bytes);
      if (damaged.isPresent()) {
        loaded++;
        assertThat(damaged).as("bit %d", bit).contains(sound);
      }
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    // Padding, dates and local headers do not matter.
    assertThat(loaded).isBetween(1, bytes.length * Byte.SIZE / BIT_STEP - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zip-no-checksums.pt", "legacy-views.th", "legacy-nested.th", "mixed.safetensors"})
  void shouldSurviveFlippedBits(String name) {
    byte[] bytes = TorchFiles.bytes(name);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += BIT_STEP) {
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      load(name, bytes);
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip-no-checksums.pt", "zip-nested.pth", "mixed.safetensors"})
  void shouldSurviveRandomBytes(String name) {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(SEED);
    byte[] sound = TorchFiles.bytes(name);
    for (int i = 0; i < RANDOM_FILES; i++) {
      byte[] bytes = sound.clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      load(name, bytes);
    }
  }

  /** Runs of bytes moved elsewhere: headers that point at other headers, and the like. */
  @ParameterizedTest
  @ValueSource(strings = {"zip-no-checksums.pt", "zip-views.pt", "mixed.safetensors"})
  void shouldSurviveMisplacedBytes(String name) {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(SEED);
    byte[] sound = TorchFiles.bytes(name);
    for (int i = 0; i < RANDOM_FILES; i++) {
      byte[] bytes = sound.clone();
      int length = random.nextInt(1, 64);
      int from = random.nextInt(bytes.length - length);
      System.arraycopy(sound, from, bytes, random.nextInt(bytes.length - length), length);
      load(name, bytes);
    }
  }

  /** The tensors' bits, if it loads; fails the test by any exception that is not ours. */
  private static Optional<Map<String, ByteBuffer>> load(String name, byte[] bytes) {
    try {
      return Optional.of(
          TorchFiles.tensors(name, bytes).entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().bytes())));
    } catch (OnnxFiException e) {
      assertThat(e).hasMessageStartingWith(name);
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
      return Optional.empty();
    }
  }
}
