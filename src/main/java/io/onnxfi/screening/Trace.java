package io.onnxfi.screening;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network makes of one sample from some step on, exactly but for binary64: values that start
 * from what the runtime has there, magnitudes of terms, and adjoints of margins. Reaches back only
 * as far as it is asked to.
 *
 * <p>Where the runtime's value is known, it is taken, and what it differs by from the exact result
 * of its step is kept as a residual. So a fault in any step starts from the very bits that the
 * runtime has in front of it.
 */
final class Trace {
  private final Network network;
  private final Deferral deferral;
  private final double[][] observed;
  private final int predicted;
  private final List<Integer> others;
  private final double[][] values;
  private final double[][] residuals;
  private final double[][] terms;

  /** By margin, by place. */
  private final double[][][] adjoints;

  private int first;
  private int pulled;

  /**
   * Of a sample.
   *
   * @param observed by place, what the runtime has, with the scores; null where that is not known
   * @param predicted the runtime's class
   * @param most margins that are followed by their slopes: those of the highest scores
   */
  Trace(Network network, Deferral deferral, double[][] observed, int predicted, int most) {
    int steps = network.steps().size();
    this.network = network;
    this.deferral = deferral;
    this.observed = observed;
    this.predicted = predicted;
    this.values = observed.clone();
    this.residuals = new double[steps + 1][];
    this.terms = new double[steps][];
    this.first = steps;
    this.pulled = steps;
    double[] scores = observed[steps];
    this.others =
        IntStream.range(0, scores.length)
            .filter(c -> c != predicted)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -scores[c]))
            .limit(most)
            .toList();
    this.adjoints = new double[others.size()][steps + 1][];
    for (int m = 0; m < adjoints.length; m++) {
      adjoints[m][steps] = new double[scores.length];
      adjoints[m][steps][predicted] = 1;
      adjoints[m][steps][others.get(m)] = -1;
    }
  }

  /** Makes ready for faults in a step. */
  void reach(int step) {
    for (int i = step; i < first; i++) {
      Step own = network.steps().get(i);
      double[] exact = own.apply(network.read(own, values));
      double[] known = observed[i + 1];
      residuals[i + 1] = new double[known == null ? 0 : exact.length];
      Arrays.setAll(residuals[i + 1], e -> Math.abs(known[e] - exact[e]));
      values[i + 1] = known == null ? exact : known;
      terms[i] = deferral.terms(i, values, terms);
    }
    first = Math.min(first, step);
    while (pulled > first + 1) {
      pulled--;
      Step own = network.steps().get(pulled);
      for (double[][] adjoint : adjoints) {
        for (int read : own.reads()) {
          if (adjoint[read] == null) {
            adjoint[read] = new double[network.size(read)];
          }
        }
        if (adjoint[pulled + 1] != null) {
          own.pull(network.read(own, values), adjoint[pulled + 1], network.read(own, adjoint));
        }
      }
    }
  }

  Network network() {
    return network;
  }

  Deferral deferral() {
    return deferral;
  }

  int predicted() {
    return predicted;
  }

  /** The classes whose margins are followed. */
  List<Integer> others() {
    return others;
  }

  /** By how much the predicted class is ahead of another. */
  double margin(int other) {
    double[] scores = values[values.length - 1];
    return scores[predicted] - scores[other];
  }

  double[][] values() {
    return values;
  }

  double[] terms(int step) {
    return terms[step];
  }

  /** By element, what the runtime's value differs by from the exact one; empty if it is unknown. */
  double[] residual(int place) {
    return residuals[place];
  }

  /** The adjoint of a margin at a value; zeros where nothing depends on it. */
  double[] adjoint(int margin, int place) {
    double[] found = adjoints[margin][place];
    return found == null ? new double[network.size(place)] : found;
  }
}
