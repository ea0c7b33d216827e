package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Less contrast: every channel comes nearer to its own mean over the image.
 *
 * @param kept how much of the distance is left, 0 to 1
 */
record Contrast(double kept) implements Corruption {
  static Contrast at(SeverityScale scale, int severity) {
    return new Contrast(
        scale.constant(
            severity,
            List.of(0.75, 0.5, 0.4, 0.3, 0.15),
            List.of(0.4, 0.3, 0.2, 0.1, 0.05),
            List.of(0.4, 0.3, 0.2, 0.1, 0.05)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    int plane = (int) (image.dim(1) * image.dim(2));
    double[] shares = Grey.shares(pixels);
    byte[] flat = new byte[pixels.length];
    for (int from = 0; from < flat.length; from += plane) {
      double sum = 0;
      for (int i = from; i < from + plane; i++) {
        sum += shares[i];
      }
      double mean = sum / plane;
      for (int i = from; i < from + plane; i++) {
        flat[i] = Grey.level((shares[i] - mean) * kept + mean);
      }
    }
    return flat;
  }
}
