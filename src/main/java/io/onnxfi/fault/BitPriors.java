package io.onnxfi.fault;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.List;

/**
 * What share of the faults in each bit of float weights to expect to be critical, from the weights
 * alone: by how far a flip of the bit moves them on average (A. Ruospo et al., DATE 2023, section
 * III-C).
 *
 * <p>The bit whose distances are outliers (above the third quartile by more than 1.5 interquartile
 * ranges) has the worst share, 0.5; those of the others are scaled linearly from 0 to 0.5. Flips to
 * infinity or NaN count as the largest float.
 */
final class BitPriors {
  /** The share that needs the largest sample. */
  static final double WORST = 0.5;

  /** A share of 0 would need no sample at all. */
  private static final double LEAST = 1e-4;

  private static final double WHISKER = 1.5;

  private final double[] shares;

  private BitPriors(double... shares) {
    this.shares = shares;
  }

  /**
   * The shares of some weights of a model.
   *
   * @throws UnsupportedInputException if they are not float
   */
  static BitPriors of(OnnxModel model, List<Weight> weights) {
    double[] sums = new double[Float.SIZE];
    long count = 0;
    for (Weight weight : weights) {
      if (weight.stored().type() != ElementType.FLOAT) {
        throw new UnsupportedInputException(
            "--scheme data-aware: weights of type %s (%s): only float is supported"
                .formatted(weight.stored().type().label(), weight.layer()));
      }
      float[] values = model.tensor(weight.stored().name()).toFloatArray();
      count += values.length;
      for (float value : values) {
        int bits = Float.floatToRawIntBits(value);
        for (int bit = 0; bit < sums.length; bit++) {
          double moved =
              Math.abs((double) Float.intBitsToFloat(bits ^ (1 << bit)) - (double) value);
          sums[bit] += moved <= Float.MAX_VALUE ? moved : Float.MAX_VALUE; // NaN too
        }
      }
    }
    double number = count;
    return ofDistances(Arrays.stream(sums).map(sum -> sum / number).toArray());
  }

  /** The shares of bits that move the weights so far on average. */
  static BitPriors ofDistances(double... distances) {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    double first = quartile(sorted, 1);
    double third = quartile(sorted, 3);
    double fence = third + WHISKER * (third - first);
    double least = sorted[0];
    double most = Arrays.stream(sorted).filter(distance -> distance <= fence).max().orElse(fence);
    return new BitPriors(
        Arrays.stream(distances)
            .map(
                distance ->
                    distance > fence || most == least
                        ? WORST
                        : Math.max(LEAST, WORST * (distance - least) / (most - least)))
            .toArray());
  }

  /** Linear between the nearest two (definition 7 of Hyndman and Fan, 1996). */
  private static double quartile(double[] sorted, int number) {
    double place = (sorted.length - 1) * number / 4.0;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The share of a bit. */
  double share(int bit) {
    return shares[bit];
  }
}
