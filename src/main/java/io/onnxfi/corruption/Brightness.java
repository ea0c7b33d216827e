package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * More light: the value of hue, saturation and value grows, the other two stay. A pixel's value is
 * that of its brightest channel, so all of its channels grow by one factor; black becomes grey.
 *
 * @param more by how much the value grows, as a share of the brightest
 */
record Brightness(double more) implements Corruption {
  static Brightness at(SeverityScale scale, int severity) {
    return new Brightness(
        scale.constant(
            severity,
            List.of(0.05, 0.1, 0.15, 0.2, 0.3),
            List.of(0.1, 0.2, 0.3, 0.4, 0.5),
            List.of(0.1, 0.2, 0.3, 0.4, 0.5)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    int plane = (int) (image.dim(1) * image.dim(2));
    double[] shares = Grey.shares(pixels);
    byte[] bright = new byte[pixels.length];
    for (int pixel = 0; pixel < plane; pixel++) {
      double value = 0;
      for (int i = pixel; i < shares.length; i += plane) {
        value = Math.max(value, shares[i]);
      }
      double brighter = Math.min(1, value + more);
      for (int i = pixel; i < shares.length; i += plane) {
        bright[i] = Grey.level(value == 0 ? brighter : brighter * (shares[i] / value));
      }
    }
    return bright;
  }
}
