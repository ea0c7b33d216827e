package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A lens out of focus: every point becomes a disk, whose rim is smoothed by a small Gaussian.
 * Beyond the edges the image is mirrored, without repeating the edge.
 */
final class DefocusBlur implements Corruption {
  private static final int SMALL = 8;

  /** One part of the disk: how far away, and how much of the light. */
  private record Tap(int down, int right, double weight) {}

  private final int reach;
  private final List<Tap> taps = new ArrayList<>();

  /**
   * The blur of a disk.
   *
   * @param radius in pixels
   * @param smoothing standard deviation in pixels; cut off at 1 pixel, or at 2 if the radius
   *     exceeds 8
   */
  DefocusBlur(double radius, double smoothing) {
    this.reach = radius <= SMALL ? SMALL : (int) radius;
    int side = 2 * reach + 1;
    // OpenCV has the disk in binary32, and its sum is a little more or less than 1.
    float[] disk = new float[side * side];
    int inside = 0;
    for (int i = 0; i < disk.length; i++) {
      int down = i / side - reach;
      int right = i % side - reach;
      disk[i] = down * down + right * right <= radius * radius ? 1 : 0;
      inside += (int) disk[i];
    }
    for (int i = 0; i < disk.length; i++) {
      disk[i] /= inside;
    }
    double[] weights = GaussianBlur.weights(smoothing, radius <= SMALL ? 1 : 2);
    float[] smooth = along(along(disk, side, 1, weights), side, side, weights);
    for (int i = 0; i < smooth.length; i++) {
      if (smooth[i] > 0) {
        taps.add(new Tap(i / side - reach, i % side - reach, smooth[i]));
      }
    }
  }

  static DefocusBlur at(SeverityScale scale, int severity) {
    return new DefocusBlur(
        scale.constant(
            severity,
            List.of(0.3, 0.4, 0.5, 1.0, 1.5),
            List.of(0.5, 1.0, 1.5, 2.5, 3.0),
            List.of(3.0, 4.0, 6.0, 8.0, 10.0)),
        scale.constant(
            severity,
            List.of(0.4, 0.5, 0.6, 0.2, 0.1),
            List.of(0.6, 0.1, 0.1, 0.01, 0.1),
            List.of(0.1, 0.5, 0.5, 0.5, 0.5)));
  }

  private static float[] along(float[] disk, int side, int stride, double[] weights) {
    int radius = weights.length / 2;
    float[] smooth = new float[disk.length];
    for (int i = 0; i < disk.length; i++) {
      int place = i / stride % side;
      float sum = 0;
      for (int tap = -radius; tap <= radius; tap++) {
        int from = mirrored(place + tap, side);
        sum += (float) weights[radius + tap] * disk[i + (from - place) * stride];
      }
      smooth[i] = sum;
    }
    return smooth;
  }

  /** The place within a length that a mirror at either end shows. */
  private static int mirrored(int place, int length) {
    int period = Math.max(1, 2 * (length - 1));
    int folded = Math.floorMod(place, period);
    return Math.min(folded, period - folded) % length;
  }

  /** The places that are seen from −reach to reach behind the last. */
  private int[] mirror(int length) {
    int[] seen = new int[length + 2 * reach];
    Arrays.setAll(seen, i -> mirrored(i - reach, length));
    return seen;
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    int height = (int) image.dim(1);
    int width = (int) image.dim(2);
    int[] rows = mirror(height);
    int[] columns = mirror(width);
    double[] shares = Grey.shares(pixels);
    byte[] blurred = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / width % height;
      int column = i % width;
      int plane = i - row * width - column;
      double sum = 0;
      for (Tap tap : taps) {
        int from = rows[reach + row + tap.down] * width + columns[reach + column + tap.right];
        sum += tap.weight * shares[plane + from];
      }
      blurred[i] = Grey.level(sum);
    }
    return blurred;
  }
}
