package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Independent normal noise on every channel of every pixel, as of sensors in low light.
 *
 * @param deviation standard deviation, as a share of the brightest
 */
record GaussianNoise(double deviation) implements Corruption {
  static GaussianNoise at(SeverityScale scale, int severity) {
    return new GaussianNoise(
        scale.constant(
            severity,
            List.of(0.04, 0.06, 0.08, 0.09, 0.10),
            List.of(0.04, 0.08, 0.12, 0.15, 0.18),
            List.of(0.08, 0.12, 0.18, 0.26, 0.38)));
  }

  /** Draws by the polar method (Marsaglia and Bray, SIAM Review 6, 1964), two at a time. */
  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    byte[] noisy = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i += 2) {
      double x;
      double y;
      double square;
      do {
        x = 2 * random.nextDouble() - 1;
        y = 2 * random.nextDouble() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square == 0);
      double stretch = deviation * Math.sqrt(-2 * StrictMath.log(square) / square);
      noisy[i] = Grey.level(Grey.share(pixels[i]) + x * stretch);
      if (i + 1 < pixels.length) {
        noisy[i + 1] = Grey.level(Grey.share(pixels[i + 1]) + y * stretch);
      }
    }
    return noisy;
  }
}
