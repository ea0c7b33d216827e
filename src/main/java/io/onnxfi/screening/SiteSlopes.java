package io.onnxfi.screening;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;

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
  private final WeightSite site;
  private final int ranks;
  private final int samples;
  private final int outputs;
  private final int places;
  private final int inputs;
  private final int inputPlaces;

  /** {@code [samples, outputs, ranks − 1, places]}: gradients of margins in parts of them. */
  private final float[] slopes;

  /** {@code [samples, inputs, inputPlaces]}. */
  private final float[] values;

  private final float[] slopeNorms;
  private final float[] valueNorms;
  private final float[] largest;

  /** Root mean square of each channel of the result. */
  private final float[] sizes;

  /** By place in the window: places of the result, and of the input, that it brings together. */
  private final int[][] to;

  private final int[][] from;

  /**
   * Measures the slopes.
   *
   * @param site where the weights are applied
   * @param input what they are applied to, {@code [n, …]}
   * @param output what they make of it, {@code [n, …]}
   * @param gradients of the scores by the output, {@code [ranks · n, …]}, those of a rank side by
   *     side, from the highest score on
   * @param margins between the highest score and the others, {@code [ranks − 1, n]}
   */
  public SiteSlopes(
      WeightSite site, Tensor input, Tensor output, Tensor gradients, float... margins) {
    this.site = site;
    this.samples = Math.toIntExact(input.shape().dim(0));
    this.ranks = margins.length / samples + 1;
    this.outputs = Math.toIntExact(output.shape().dim(1));
    this.places = Math.toIntExact(output.shape().rowSize() / outputs);
    this.inputs = Math.toIntExact(input.shape().dim(1));
    this.inputPlaces = Math.toIntExact(input.shape().rowSize() / inputs);
    this.values = input.toFloatArray();
    this.slopes = slopes(gradients.toFloatArray(), margins);
    this.slopeNorms = new float[samples * outputs];
    this.valueNorms = new float[samples * inputs];
    this.largest = new float[samples * inputs];
    this.sizes = new float[samples * outputs];
    measure(output.toFloatArray());
    int taps = Math.toIntExact(site.taps());
    this.to = new int[taps][];
    this.from = new int[taps][];
    for (int tap = 0; tap < taps; tap++) {
      meet(tap, input.shape());
    }
  }

  private float[] slopes(float[] gradients, float... margins) {
    float[] all = new float[samples * outputs * (ranks - 1) * places];
    int row = outputs * places;
    for (int sample = 0; sample < samples; sample++) {
      for (int output = 0; output < outputs; output++) {
        for (int rank = 1; rank < ranks; rank++) {
          float margin = margins[(rank - 1) * samples + sample];
          int first = sample * row + output * places;
          int other = (rank * samples + sample) * row + output * places;
          int at = ((sample * outputs + output) * (ranks - 1) + rank - 1) * places;
          for (int p = 0; p < places; p++) {
            all[at + p] = (gradients[first + p] - gradients[other + p]) / margin;
          }
        }
      }
    }
    return all;
  }

  private void measure(float... results) {
    for (int channel = 0; channel < samples * outputs; channel++) {
      double most = 0;
      for (int rank = 0; rank < ranks - 1; rank++) {
        most = Math.max(most, squares(slopes, (channel * (ranks - 1) + rank) * places, places));
      }
      slopeNorms[channel] = (float) Math.sqrt(most);
      sizes[channel] = (float) Math.sqrt(squares(results, channel * places, places) / places);
    }
    for (int channel = 0; channel < samples * inputs; channel++) {
      valueNorms[channel] = (float) Math.sqrt(squares(values, channel * inputPlaces, inputPlaces));
      for (int p = 0; p < inputPlaces; p++) {
        largest[channel] = Math.max(largest[channel], Math.abs(values[channel * inputPlaces + p]));
      }
    }
  }

  private static double squares(float[] all, int at, int count) {
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += (double) all[i] * all[i];
    }
    return sum;
  }

  private void meet(int tap, Shape input) {
    if (site.isDense()) {
      to[tap] = new int[] {0};
      from[tap] = new int[] {0};
      return;
    }
    int[] image = Arrays.stream(input.dims()).skip(1).mapToInt(Math::toIntExact).toArray();
    Window window =
        Window.of(
            site.node(),
            image,
            Math.toIntExact(site.shape().dim(2)),
            Math.toIntExact(site.shape().dim(3)));
    int[] targets = new int[places];
    int[] sources = new int[places];
    int[] count = new int[1];
    window.forEach(
        tap,
        (output, source) -> {
          targets[count[0]] = output;
          sources[count[0]++] = source;
        });
    to[tap] = Arrays.copyOf(targets, count[0]);
    from[tap] = Arrays.copyOf(sources, count[0]);
  }

  /**
   * The largest part of any margin that a change may take, to first order; at least that, if it is
   * little.
   *
   * @param sample from 0
   * @param element of the tensor, row-major
   * @param change of that element
   * @param little losses up to this need not be told apart
   */
  public double loss(int sample, long element, double change, double little) {
    int output = sample * outputs + site.output(element);
    int input = sample * inputs + site.input(element);
    double most = Math.abs(change) * slopeNorms[output] * valueNorms[input];
    if (most <= little) {
      return most;
    }
    int[] targets = to[site.tap(element)];
    int[] sources = from[site.tap(element)];
    int source = input * inputPlaces;
    double loss = 0;
    for (int rank = 0; rank < ranks - 1; rank++) {
      int target = (output * (ranks - 1) + rank) * places;
      float sum = 0;
      for (int i = 0; i < targets.length; i++) {
        sum += slopes[target + targets[i]] * values[source + sources[i]];
      }
      loss = Math.max(loss, -change * sum);
    }
    return loss;
  }

  /** The largest change of the filter's result, in parts of the root mean square of the result. */
  public double reach(int sample, long element, double change) {
    return Math.abs(change)
        * largest[sample * inputs + site.input(element)]
        / sizes[sample * outputs + site.output(element)];
  }
}
