package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A camera that moves towards its object: the mean of the image and of its middle at larger and
 * larger scales, 1 included, each interpolated linearly.
 *
 * @param scales how many
 * @param step from one scale to the next
 */
record ZoomBlur(int scales, double step) implements Corruption {
  static ZoomBlur at(SeverityScale scale, int severity) {
    List<Double> counts = List.of(7.0, 12.0, 16.0, 21.0, 26.0);
    List<Double> steps = List.of(0.01, 0.01, 0.01, 0.01, 0.01);
    return new ZoomBlur(
        (int) scale.constant(severity, counts, counts, List.of(12.0, 16.0, 11.0, 13.0, 11.0)),
        scale.constant(severity, steps, steps, List.of(0.01, 0.01, 0.02, 0.02, 0.03)));
  }

  @Override
  public byte[] apply(byte[] pixels, Shape image, RandomGenerator random) {
    int height = (int) image.dim(1);
    int width = (int) image.dim(2);
    double[] shares = Grey.shares(pixels);
    double[] sum = shares.clone();
    // As NumPy's arange has it: one bit more or less decides how many pixels fill the image.
    double apart = 1 + step - 1;
    for (int i = 0; i < scales; i++) {
      double scale = 1 + i * apart;
      Zoomed rows = Zoomed.of(height, scale);
      Zoomed columns = Zoomed.of(width, scale);
      for (int pixel = 0; pixel < sum.length; pixel++) {
        int row = pixel / width % height;
        int column = pixel % width;
        int plane = pixel - row * width - column;
        double above = columns.at(shares, plane + rows.before(row) * width, column);
        double below = columns.at(shares, plane + rows.behind(row) * width, column);
        sum[pixel] += above + rows.part(row) * (below - above);
      }
    }
    byte[] blurred = new byte[pixels.length];
    for (int i = 0; i < blurred.length; i++) {
      blurred[i] = Grey.level(sum[i] / (scales + 1));
    }
    return blurred;
  }

  /**
   * One side of the image at a scale: as many pixels of its middle as fill it, and how far apart
   * those of the result are among them.
   *
   * @param first of these pixels
   * @param last of these pixels
   * @param skipped pixels of the result that are cut off before the first that is seen
   * @param stride from one pixel of the result to the next
   */
  private record Zoomed(int first, int last, int skipped, double stride) {
    static Zoomed of(int length, double scale) {
      int taken = (int) Math.ceil(length / scale);
      int made = (int) Math.rint(taken * scale);
      int first = (length - taken) / 2;
      double stride = made > 1 ? (taken - 1.0) / (made - 1) : 0;
      return new Zoomed(first, first + taken - 1, (made - length) / 2, stride);
    }

    private double place(int seen) {
      return Math.min(last, first + (skipped + seen) * stride);
    }

    int before(int seen) {
      return (int) place(seen);
    }

    int behind(int seen) {
      return Math.min(last, before(seen) + 1);
    }

    double part(int seen) {
      return place(seen) - before(seen);
    }

    /** A value of a row of values. */
    double at(double[] values, int row, int seen) {
      double before = values[row + before(seen)];
      return before + part(seen) * (values[row + behind(seen)] - before);
    }
  }
}
