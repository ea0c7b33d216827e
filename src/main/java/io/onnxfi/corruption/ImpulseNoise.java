package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Salt and pepper: some channels of some pixels are at one end or the other, as of bit errors.
 *
 * @param share of them, 0 to 1, half at either end
 */
record ImpulseNoise(double share) implements Corruption {
  private static final double HALF = 0.5;

  static ImpulseNoise at(SeverityScale scale, int severity) {
    return new ImpulseNoise(
        scale.constant(
            severity,
            List.of(0.01, 0.02, 0.03, 0.05, 0.07),
            List.of(0.01, 0.02, 0.05, 0.08, 0.14),
            List.of(0.03, 0.06, 0.09, 0.17, 0.27)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    byte[] noisy = pixels.clone();
    for (int i = 0; i < noisy.length; i++) {
      if (random.nextDouble() < share) {
        noisy[i] = Grey.level(random.nextDouble() < HALF ? 1 : 0);
      }
    }
    return noisy;
  }
}
