package io.onnxfi.screening;

import io.onnxfi.screening.MarginBound.Loss;
import java.util.Arrays;
import java.util.Set;

/**
 * What the margins of a sample lose at most, beyond first order, by a change of one channel that a
 * step makes, whichever channel it is: one pass serves all faults of the step that change no more.
 *
 * <p>Each value moves by at most {@code common}, and in one unknown channel by {@code alone} more.
 * The next sum over channels sees the largest that any of them can do instead of all together; from
 * there on all units share one bound.
 */
final class SharedLoss {
  private final Trace trace;
  private final Network network;
  private final double[][] common;
  private final double[][] alone;

  /** By place: elements of a channel, where one moves more than others. */
  private final int[] perChannel;

  private final double[] losses;
  private final Set<Loss> counted;
  private boolean bounded = true;

  private SharedLoss(Trace trace, Set<Loss> counted) {
    this.trace = trace;
    this.counted = counted;
    this.network = trace.network();
    int places = network.steps().size() + 1;
    this.common = new double[places][];
    this.alone = new double[places][];
    this.perChannel = new int[places];
    this.losses = new double[trace.others().size()];
  }

  /**
   * The losses of the margins that are followed, in their order; infinite if sums may overflow, or
   * a class that is not followed may come first.
   *
   * @param trace that reaches back to the step
   * @param struck the step
   * @param change the most that a result of it changes by
   * @param together results of a channel, side by side
   * @param counted losses: without all of them it is no bound
   */
  static double[] of(Trace trace, int struck, double change, int together, Set<Loss> counted) {
    SharedLoss loss = new SharedLoss(trace, counted);
    for (int place : trace.network().live(struck)) {
      loss.common[place] = new double[trace.network().size(place)];
    }
    for (int i = struck; i < trace.network().steps().size() && loss.bounded; i++) {
      loss.follow(i);
      loss.finish(i, i == struck ? change : 0, together);
    }
    if (!loss.bounded || !loss.isAheadOfOthers()) {
      Arrays.fill(loss.losses, Double.POSITIVE_INFINITY);
    }
    return loss.losses;
  }

  /** How far what a step makes moves by what it reads. */
  private void follow(int i) {
    Step step = network.steps().get(i);
    int own = 0;
    for (int read : step.reads()) {
      own = Math.max(own, perChannel[read]);
    }
    boolean inPlace =
        step instanceof KinkStep || (step instanceof LinearStep linear && linear.isInPlace());
    if (own == 0) {
      common[i + 1] = spread(step, common);
    } else if (inPlace) {
      common[i + 1] = spread(step, common);
      double[] all = spread(step, together());
      alone[i + 1] = new double[all.length];
      Arrays.setAll(alone[i + 1], e -> Math.max(0, all[e] - common[i + 1][e]) * Rounding.SLACK);
      perChannel[i + 1] = own;
    } else if (step instanceof LinearStep linear && linear.maps().length == 1) {
      common[i + 1] = spread(step, common);
      double[] largest = new double[step.size()];
      linear.maps()[0].addLargest(largest, own, alone[step.reads()[0]]);
      Arrays.setAll(common[i + 1], e -> common[i + 1][e] + largest[e] * Rounding.SLACK);
    } else {
      common[i + 1] = spread(step, together());
    }
    if (counted.contains(Loss.BEND)) {
      cost(step, i);
    }
  }

  private double[] spread(Step step, double[][] moves) {
    return step.spread(network.read(step, trace.values()), network.read(step, moves));
  }

  /** The most that values move by, if all channels were the one. */
  private double[][] together() {
    double[][] all = common.clone();
    for (int place = 0; place < all.length; place++) {
      if (alone[place] != null) {
        double[] sum = common[place].clone();
        double[] more = alone[place];
        Arrays.setAll(sum, e -> sum[e] + more[e]);
        all[place] = sum;
      }
    }
    return all;
  }

  /** What bends in a step costs the margins: in one channel, that of the change. */
  private void cost(Step step, int i) {
    if (step instanceof LinearStep) {
      return;
    }
    double[][] golden = network.read(step, trace.values());
    int read = step.reads()[0];
    double[][] base = {common[read]};
    double[][] all = {together()[read]};
    for (int m = 0; m < losses.length; m++) {
      double[] adjoint = trace.adjoint(m, i + 1);
      if (step instanceof KinkStep kink && perChannel[read] > 0) {
        double most = 0;
        for (int from = 0; from < adjoint.length; from += perChannel[read]) {
          int to = from + perChannel[read];
          double more = kink.cost(golden, all, adjoint, from, to);
          most = Math.max(most, more - kink.cost(golden, base, adjoint, from, to));
        }
        losses[m] += (kink.cost(golden, base, adjoint) + most) * Rounding.SLACK;
      } else {
        losses[m] += step.cost(golden, all, adjoint) * Rounding.SLACK;
      }
    }
  }

  /** Adds the change itself, the rounding, and what the runtime's value is known to differ by. */
  private void finish(int i, double change, int together) {
    double[] moved = common[i + 1];
    if (change > 0) {
      alone[i + 1] = new double[moved.length];
      Arrays.fill(alone[i + 1], change * Rounding.SLACK);
      perChannel[i + 1] = together;
    }
    long roundings = trace.deferral().roundings(i);
    long own = network.steps().get(i).roundings();
    double[] more = new double[moved.length];
    if (own > 0) {
      for (int e = 0; e < more.length; e++) {
        double grown = moved[e] + (alone[i + 1] == null ? 0 : alone[i + 1][e]);
        double magnitudes = trace.terms(i)[e] + grown;
        bounded &= Rounding.of(magnitudes, own) < Double.POSITIVE_INFINITY;
        more[e] = roundings == 0 ? 0 : Rounding.of(magnitudes, roundings);
      }
    }
    double[] residual = trace.residual(i + 1);
    for (int e = 0; e < residual.length; e++) {
      more[e] += residual[e];
    }
    for (int m = 0; m < losses.length && counted.contains(Loss.ROUNDING); m++) {
      double[] adjoint = trace.adjoint(m, i + 1);
      double sum = 0;
      for (int e = 0; e < more.length; e++) {
        sum += Math.abs(adjoint[e]) * more[e];
      }
      losses[m] += sum * Rounding.SLACK;
    }
    Arrays.setAll(moved, e -> (moved[e] + more[e]) * Rounding.SLACK);
  }

  /** Whether no class comes first whose margin is not followed. */
  private boolean isAheadOfOthers() {
    double[] moves = together()[network.steps().size()];
    for (int c = 0; c < moves.length; c++) {
      boolean followed = c == trace.predicted() || trace.others().contains(c);
      double most = (moves[c] + moves[trace.predicted()]) * Rounding.SLACK;
      if (!followed && !(most < trace.margin(c))) {
        return false;
      }
    }
    return true;
  }
}
