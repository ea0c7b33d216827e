package io.onnxfi.screening;

import io.onnxfi.onnx.OnnxModel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What changed weights can do to the class of a sample at most, for networks of sums of products
 * and piecewise-linear functions.
 *
 * <p>For the predicted class p and another class c let m be the exact difference of their scores, g
 * the adjoint of m at each value by the golden slopes (what a change there does to m if nothing
 * bends), and δ the change of one weight. In the runtime each step's result moves from the exact
 * golden one by J·Δ + r + e, with r the remainder of the bend and e the rounding. Following each of
 * these sources to the scores with the golden slopes is exact, since slopes are those of one fixed
 * linear map:
 *
 * <pre>    m(δ) = m + ⟨g, δ·x⟩ + ⟨g, δ·Δx⟩ + Σ ⟨g, r⟩ + Σ ⟨g, e⟩</pre>
 *
 * summed over all steps. Magnitudes of the weights enter only the bound B ≥ |Δ|, and so only r and
 * e and the third term, which are small as long as few units bend. Not critical is proven where the
 * least m(δ) is above 0 for every c. The model: any runtime that computes in binary32, in any order
 * of sums, with normalisations folded or not ({@link Rounding}); not one that multiplies in fewer
 * bits.
 */
public final class MarginBound {
  /** What a margin may lose beyond what the golden slopes say. */
  enum Loss {
    /** Units that bend, in {@link KinkStep} and {@link MaxStep}. */
    BEND,
    /** Rounding in the runtime. */
    ROUNDING
  }

  private static final Set<Loss> ALL = EnumSet.allOf(Loss.class);

  private final Network network;

  private MarginBound(Network network) {
    this.network = network;
  }

  /** A bound, or in words why there is none. */
  public record Attempt(Optional<MarginBound> bound, String reason) {}

  /**
   * The bound of a model with one float input and scores of classes as its first output.
   *
   * @param sample shape of a sample, without the batch
   */
  public static Attempt of(OnnxModel model, int... sample) {
    try {
      return new Attempt(Optional.of(new MarginBound(NetworkReader.read(model, sample))), "");
    } catch (Unscreenable e) {
      return new Attempt(Optional.empty(), e.getMessage());
    }
  }

  /** Whether there is a rule for changes of a tensor. */
  public boolean knows(String tensor) {
    return network.weights().containsKey(tensor);
  }

  /**
   * Follows a sample.
   *
   * @param input its elements, row-major
   * @param predicted the runtime's class of it
   */
  public Sample follow(float[] input, int predicted) {
    if (input.length != network.inputSize()) {
      throw new IllegalArgumentException(
          "%d elements of %d".formatted(input.length, network.inputSize()));
    }
    return new Sample(input, predicted);
  }

  /** One sample and what is known of it. */
  public final class Sample {
    private final int predicted;
    private final double[][] values;
    private final double[][] terms;
    private final double[][] base;

    /** By class, by value: the adjoint of the margin. */
    private final double[][][] adjoints;

    private Sample(float[] input, int predicted) {
      int steps = network.steps().size();
      this.predicted = predicted;
      this.values = new double[steps + 1][];
      this.terms = new double[steps][];
      values[0] = new double[input.length];
      Arrays.setAll(values[0], e -> input[e]);
      for (int i = 0; i < steps; i++) {
        Step step = network.steps().get(i);
        double[][] read = network.read(step, values);
        values[i + 1] = step.apply(read);
        terms[i] = step.roundings() == 0 ? new double[0] : step.terms(read);
      }
      int classes = values[steps].length;
      this.adjoints = new double[classes][][];
      for (int c = 0; c < classes; c++) {
        adjoints[c] = c == predicted ? new double[0][] : adjoint(c);
      }
      this.base = new double[steps + 1][];
      base[0] = new double[input.length];
      for (int i = 0; i < steps; i++) {
        move(i, base, spread(i, base));
      }
    }

    private double[][] adjoint(int other) {
      int steps = network.steps().size();
      double[][] adjoint = new double[steps + 1][];
      for (int i = 0; i <= steps; i++) {
        adjoint[i] = new double[values[i].length];
      }
      adjoint[steps][predicted] = 1;
      adjoint[steps][other] = -1;
      for (int i = steps - 1; i >= 0; i--) {
        Step step = network.steps().get(i);
        step.pull(network.read(step, values), adjoint[i + 1], network.read(step, adjoint));
      }
      return adjoint;
    }

    /** At most how far a step's result moves by what it reads. */
    private double[] spread(int step, double[][] moves) {
      Step own = network.steps().get(step);
      return own.spread(network.read(own, values), network.read(own, moves));
    }

    /** Rounding of a step whose terms have grown by some magnitudes. */
    private double rounding(int step, int element, double grown) {
      long roundings = network.steps().get(step).roundings();
      return roundings == 0 ? 0 : Rounding.of(terms[step][element] + grown, roundings);
    }

    private void move(int step, double[][] moves, double... spread) {
      double[] all = new double[spread.length];
      Arrays.setAll(all, e -> (spread[e] + rounding(step, e, spread[e])) * Rounding.SLACK);
      moves[step + 1] = all;
    }

    /**
     * Whether no runtime finds another class than the predicted one.
     *
     * @param tensor one that the bound {@linkplain #knows knows}
     * @param element row-major place in it
     * @param faulty its value
     */
    public boolean isProven(String tensor, long element, float faulty) {
      return least(tensor, element, faulty, ALL) > 0;
    }

    /**
     * The least margin over any other class that a runtime can find; negative infinity if that
     * cannot be said.
     *
     * @param counted losses: without all of them it is no bound
     */
    double least(String tensor, long element, float faulty, Set<Loss> counted) {
      Network.WeightUse use = network.weights().get(tensor);
      double delta = (double) faulty - use.values()[Math.toIntExact(element)];
      if (!Double.isFinite(delta)) {
        return Double.NEGATIVE_INFINITY;
      }
      int first = use.step();
      double[] direct = new double[values[first + 1].length];
      double[] further = new double[direct.length];
      strike(use, element, delta, direct, further);
      double[][] moves = base.clone();
      double[][] spreads = new double[network.steps().size()][];
      for (int i = first; i < spreads.length; i++) {
        spreads[i] = spread(i, moves);
        if (i == first) {
          for (int e = 0; e < direct.length; e++) {
            spreads[i][e] += (Math.abs(direct[e]) + further[e]) * Rounding.SLACK;
          }
        }
        move(i, moves, spreads[i]);
      }
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < adjoints.length; c++) {
        if (c != predicted) {
          least = Math.min(least, margin(c, first, direct, further, moves, counted));
        }
      }
      return least;
    }

    /** What the change of a weight adds to its step's results, and how far that is from exact. */
    private void strike(
        Network.WeightUse use, long element, double delta, double[] direct, double[] further) {
      if (use.isBias()) {
        int from = Math.toIntExact(element) * use.repeats();
        Arrays.fill(direct, from, from + use.repeats(), delta * use.bias());
        return;
      }
      LinearStep step = (LinearStep) network.steps().get(use.step());
      double[] x = values[step.reads()[0]];
      double[] moved = base[step.reads()[0]];
      step.maps()[0].forEachOf(
          element,
          (output, input, weight) -> {
            direct[output] += weight * delta * x[input];
            further[output] += Math.abs(weight * delta) * moved[input];
          });
    }

    private double margin(
        int other,
        int first,
        double[] direct,
        double[] further,
        double[][] moves,
        Set<Loss> counted) {
      double[][] adjoint = adjoints[other];
      double[] scores = values[values.length - 1];
      double margin = scores[predicted] - scores[other];
      double reserve = 0;
      for (int e = 0; e < direct.length; e++) {
        margin += adjoint[first + 1][e] * direct[e];
        reserve += Math.abs(adjoint[first + 1][e]) * further[e];
      }
      for (int i = 0; i < network.steps().size(); i++) {
        Step step = network.steps().get(i);
        double[] own = adjoint[i + 1];
        if (step.roundings() > 0 && counted.contains(Loss.ROUNDING)) {
          for (int e = 0; e < own.length; e++) {
            reserve += Math.abs(own[e]) * rounding(i, e, moves[i + 1][e]);
          }
        }
        if (counted.contains(Loss.BEND)) {
          reserve += step.cost(network.read(step, values), network.read(step, moves), own);
        }
      }
      double least = margin - reserve * Rounding.SLACK;
      return Double.isNaN(least) ? Double.NEGATIVE_INFINITY : least;
    }
  }
}
