package io.onnxfi.dataset;

/**
 * One axis of a {@link BilinearResize} or a {@link FloatResize}: for every output position, the
 * input positions it draws from and their weights.
 *
 * <p>The weights are those of a triangle centred on the output position. It is two input pixels
 * wide when enlarging and two <em>output</em> pixels wide when reducing, which is what keeps
 * reduced images free of aliasing.
 */
final class ResampledAxis {
  /** Fraction bits of a weight: a pixel has 8, and 2 are left for sums above 1 and the sign. */
  static final int FRACTION_BITS = 32 - 8 - 2;

  private final boolean isIdentity;
  private final int[] first;
  private final double[][] shares;
  private final int[][] weights;

  /**
   * Computes the weights, in binary64 and, for bytes, then rounded to fixed point, in Pillow's
   * order of operations.
   *
   * @param in input positions
   * @param out output positions
   */
  ResampledAxis(int in, int out) {
    this(in, out, 0, out);
  }

  /**
   * Only some output positions.
   *
   * @param in input positions
   * @param out output positions in all
   * @param from the first that is wanted
   * @param count how many are wanted
   */
  ResampledAxis(int in, long out, long from, int count) {
    isIdentity = in == out && count == out;
    first = new int[count];
    shares = new double[count][];
    weights = new int[count][];
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    double inverse = 1 / support;
    for (int position = 0; position < count; position++) {
      double centre = (from + position + 0.5) * scale;
      first[position] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(in, (int) (centre + support + 0.5));
      double[] exact = new double[end - first[position]];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        double distance = Math.abs((i + first[position] - centre + 0.5) * inverse);
        exact[i] = Math.max(0, 1 - distance);
        sum += exact[i];
      }
      for (int i = 0; i < exact.length; i++) {
        exact[i] /= sum;
      }
      shares[position] = exact;
      weights[position] = fixedPoint(exact);
    }
  }

  private static int[] fixedPoint(double[] exact) {
    int[] fixed = new int[exact.length];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = (int) (0.5 + exact[i] * (1 << FRACTION_BITS));
    }
    return fixed;
  }

  /** Output positions. */
  int length() {
    return first.length;
  }

  /** The first input position that anything is drawn from. */
  int start() {
    return first[0];
  }

  /** One behind the last. */
  int end() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }

  /** Whether the output is the input. */
  boolean isIdentity() {
    return isIdentity;
  }

  /**
   * One output value, 0 to 255, rounded to nearest.
   *
   * @param position of the output
   * @param values the input, unsigned
   * @param start index of the axis's first input value
   * @param stride from one input value to the next
   */
  byte apply(int position, byte[] values, int start, int stride) {
    int sum = 1 << (FRACTION_BITS - 1);
    int at = start + first[position] * stride;
    for (int weight : weights[position]) {
      sum += weight * Byte.toUnsignedInt(values[at]);
      at += stride;
    }
    return (byte) Math.min(255, sum >> FRACTION_BITS);
  }

  /**
   * One output value of floats: summed in binary64, rounded once.
   *
   * @param position of the output
   * @param values the input
   * @param start index of the axis's first input value
   * @param stride from one input value to the next
   */
  float apply(int position, float[] values, int start, int stride) {
    double sum = 0;
    int at = start + first[position] * stride;
    for (double share : shares[position]) {
      sum += values[at] * share;
      at += stride;
    }
    return (float) sum;
  }
}
