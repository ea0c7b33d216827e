package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A normal distribution's blur, cut off at four standard deviations; beyond the edges are the
 * pixels of the edge.
 *
 * @param deviation standard deviation in pixels
 */
record GaussianBlur(double deviation) implements Corruption {
  private static final double CUT = 4;
  private static final double HALF = 0.5;

  static GaussianBlur at(SeverityScale scale, int severity) {
    return new GaussianBlur(
        scale.constant(
            severity,
            List.of(0.4, 0.6, 0.7, 0.8, 1.0),
            List.of(0.5, 0.75, 1.0, 1.25, 1.5),
            List.of(1.0, 2.0, 3.0, 4.0, 6.0)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    double[] weights = weights(deviation, (int) (CUT * deviation + HALF));
    int width = (int) image.dim(2);
    double[] rows = along(Grey.shares(pixels), (int) image.dim(1), width, weights);
    double[] all = along(rows, width, 1, weights);
    byte[] blurred = new byte[pixels.length];
    for (int i = 0; i < blurred.length; i++) {
      blurred[i] = Grey.level(all[i]);
    }
    return blurred;
  }

  /** The density at −radius to radius, with the sum 1. */
  static double[] weights(double deviation, int radius) {
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      weights[radius + i] = StrictMath.exp(-i * i / (2 * deviation * deviation));
      sum += weights[radius + i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** Blurs along one axis of a length, whose neighbours are a stride apart. */
  private static double[] along(double[] values, int length, int stride, double[] weights) {
    int radius = weights.length / 2;
    double[] blurred = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = i / stride % length;
      int begin = i - place * stride;
      double sum = 0;
      for (int tap = -radius; tap <= radius; tap++) {
        int from = Math.max(0, Math.min(length - 1, place + tap));
        sum += weights[radius + tap] * values[begin + from * stride];
      }
      blurred[i] = sum;
    }
    return blurred;
  }
}
