package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Light comes in photons: every channel of every pixel is a count of a Poisson distribution. */
final class ShotNoise implements Corruption {
  private static final int LEVELS = 256;

  private final double photons;

  /** By grey level. */
  private final List<Poisson> counts;

  /**
   * Noise of this much light.
   *
   * @param photons that the brightest level is made of, on average
   */
  ShotNoise(double photons) {
    this.photons = photons;
    this.counts =
        IntStream.range(0, LEVELS)
            .mapToObj(level -> new Poisson(Grey.share((byte) level) * photons))
            .toList();
  }

  static ShotNoise at(SeverityScale scale, int severity) {
    return new ShotNoise(
        scale.constant(
            severity,
            List.of(500.0, 250.0, 100.0, 75.0, 50.0),
            List.of(250.0, 100.0, 50.0, 30.0, 15.0),
            List.of(60.0, 25.0, 12.0, 5.0, 3.0)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    byte[] noisy = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      noisy[i] = Grey.level(counts.get(Byte.toUnsignedInt(pixels[i])).next(random) / photons);
    }
    return noisy;
  }
}
