package io.onnxfi.screening;

import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * How the margins of some samples change with the weights of one tensor, to first order: a change
 * of an element by δ changes what its filter makes by δ times a shifted channel of the input, and
 * each margin by δ times the sum over places of input and gradient.
 *
 * <p>Margins are between the highest score and each of the next ones, and changes are in parts of
 * them. Where the sums of squares alone show that a change is small (the inequality of Cauchy and
 * Schwarz), the sum over places is not made.
 */
public final class SiteSlopes {
  private static final int LANES = 4;

  private final WeightSite site;
  private final Taps taps;
  private final int samples;
  private final int outputs;
  private final int places;
  private final int inputs;
  private final int inputPlaces;

  /** {@code [ranks − 1, samples]}. */
  private final float[] margins;

  /** {@code [ranks, samples, outputs, places]}. */
  private final float[] gradients;

  /** {@code [samples, inputs, inputPlaces]}. */
  private final float[] values;

  private final float[] slopeNorms;
  private final float[] valueNorms;
  private final float[] largest;

  /** Root mean square of each channel of the result. */
  private final float[] sizes;

  /**
   * Measures the slopes.
   *
   * @param site where the weights are applied
   * @param taps of the site, for inputs of this size
   * @param input what they are applied to, {@code [n, …]}
   * @param output what they make of it, {@code [n, …]}
   * @param gradients of the scores by the output, {@code [ranks · n, …]}, those of a rank side by
   *     side, from the highest score on
   * @param margins between the highest score and the others, {@code [ranks − 1, n]}
   */
  public SiteSlopes(
      WeightSite site, Taps taps, Tensor input, Tensor output, Tensor gradients, float... margins) {
    this.site = site;
    this.taps = taps;
    this.samples = Math.toIntExact(input.shape().dim(0));
    this.outputs = Math.toIntExact(output.shape().dim(1));
    this.places = Math.toIntExact(output.shape().rowSize() / outputs);
    this.inputs = Math.toIntExact(input.shape().dim(1));
    this.inputPlaces = Math.toIntExact(input.shape().rowSize() / inputs);
    this.margins = margins;
    this.gradients = gradients.toFloatArray();
    this.values = input.toFloatArray();
    this.slopeNorms = new float[samples * outputs];
    this.valueNorms = new float[samples * inputs];
    this.largest = new float[samples * inputs];
    this.sizes = new float[samples * outputs];
    measureOutputs(output.toFloatArray());
    measureInputs();
  }

  private void measureOutputs(float... results) {
    float[] none = new float[places];
    int row = outputs * places;
    for (int sample = 0; sample < samples; sample++) {
      for (int output = 0; output < outputs; output++) {
        int channel = sample * outputs + output;
        double most = 0;
        for (int m = 0; m < margins.length; m += samples) {
          int other = ((m + samples) + sample) * row + output * places;
          double distance = squares(gradients, channel * places, gradients, other, places);
          most = Math.max(most, Math.sqrt(distance) / margins[m + sample]);
        }
        slopeNorms[channel] = (float) most;
        double power = squares(results, channel * places, none, 0, places) / places;
        sizes[channel] = (float) Math.sqrt(power);
      }
    }
  }

  private void measureInputs() {
    float[] none = new float[inputPlaces];
    for (int channel = 0; channel < samples * inputs; channel++) {
      int first = channel * inputPlaces;
      valueNorms[channel] = (float) Math.sqrt(squares(values, first, none, 0, inputPlaces));
      for (int p = first; p < first + inputPlaces; p++) {
        largest[channel] = Math.max(largest[channel], Math.abs(values[p]));
      }
    }
  }

  /** The sum of the squares of differences, in lanes that a processor can add side by side. */
  private static double squares(float[] a, int aFirst, float[] b, int bFirst, int count) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      double d0 = a[aFirst + i] - b[bFirst + i];
      double d1 = a[aFirst + i + 1] - b[bFirst + i + 1];
      double d2 = a[aFirst + i + 2] - b[bFirst + i + 2];
      double d3 = a[aFirst + i + 3] - b[bFirst + i + 3];
      first += d0 * d0;
      second += d1 * d1;
      third += d2 * d2;
      fourth += d3 * d3;
    }
    for (; i < count; i++) {
      double d = a[aFirst + i] - b[bFirst + i];
      first += d * d;
    }
    return first + second + third + fourth;
  }

  /** The slopes by one element of the tensor, which is row-major. */
  public Weight weight(long element) {
    return new Weight(element);
  }

  /** One element of the tensor. */
  public final class Weight {
    private final int output;
    private final int input;
    private final List<Taps.Stretch> stretches;

    /** By sample: parts of a margin that a growth by 1, and a fall by 1, take at most; or NaN. */
    private final double[] growth = new double[samples];

    private final double[] fall = new double[samples];

    private Weight(long element) {
      this.output = site.output(element);
      this.input = site.input(element);
      this.stretches = taps.of(site.tap(element));
      Arrays.fill(growth, Double.NaN);
    }

    /**
     * The largest part of any margin that a change may take, to first order; at least that, if it
     * is little.
     *
     * @param sample from 0
     * @param change of the element
     * @param little losses up to this need not be told apart
     */
    public double loss(int sample, double change, double little) {
      double most =
          Math.abs(change)
              * slopeNorms[sample * outputs + output]
              * valueNorms[sample * inputs + input];
      if (most <= little) {
        return most;
      }
      if (Double.isNaN(growth[sample])) {
        derive(sample);
      }
      return Math.max(0, change > 0 ? change * growth[sample] : -change * fall[sample]);
    }

    private void derive(int sample) {
      double first = slope(0, sample);
      double up = Double.NEGATIVE_INFINITY;
      double down = Double.NEGATIVE_INFINITY;
      for (int m = 0; m < margins.length; m += samples) {
        double slope = (first - slope(m / samples + 1, sample)) / margins[m + sample];
        up = Math.max(up, -slope);
        down = Math.max(down, slope);
      }
      growth[sample] = up;
      fall[sample] = down;
    }

    /** Of the score of a rank. */
    private double slope(int rank, int sample) {
      int target = ((rank * samples + sample) * outputs + output) * places;
      int source = (sample * inputs + input) * inputPlaces;
      double sum = 0;
      for (Taps.Stretch stretch : stretches) {
        sum += products(target + stretch.output(), source + stretch.input(), stretch);
      }
      return sum;
    }

    private double products(int target, int source, Taps.Stretch stretch) {
      int step = stretch.step();
      int length = stretch.length();
      double first = 0;
      double second = 0;
      int i = 0;
      for (; i + 1 < length; i += 2) {
        first += (double) gradients[target + i] * values[source + i * step];
        second += (double) gradients[target + i + 1] * values[source + (i + 1) * step];
      }
      return i < length
          ? first + second + (double) gradients[target + i] * values[source + i * step]
          : first + second;
    }

    /**
     * The largest change of the filter's result, in parts of the root mean square of the result.
     */
    public double reach(int sample, double change) {
      return Math.abs(change) * largest[sample * inputs + input] / sizes[sample * outputs + output];
    }
  }
}
