package io.onnxfi.screening;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.screening.MarginBound.Loss;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bound of {@link MarginBound}, shared: what bends and rounds costs the margins of a sample at
 * most so much, for every change of one channel of a step by at most 2^k, found in one pass for
 * each k that faults ask for ({@link SharedLoss}). Then a fault δ of a weight takes a sum over
 * places,
 *
 * <pre>    m(δ) ≥ m + δ·⟨g, x⟩ − loss(k),    |δ|·max|x| ≤ 2^k.</pre>
 *
 * <p>x are not exact values but those that the runtime has in front of the step, to the bit: golden
 * and faulty runs are the same there, so nothing that is rounded before counts.
 */
public final class SharedBound {
  /** Margins that are followed by their slopes; others must be larger than all their movement. */
  private static final int FOLLOWED = 9;

  /** Smaller changes are bounded as 2^-20: rounding is larger anyway. */
  private static final int LEAST = -20;

  private static final int MOST = 40;

  private final Network network;
  private final SortedSet<Integer> observed = new TreeSet<>();
  private final Deferral deferral;

  private final int followed;

  private SharedBound(Network network, int followed) {
    this.network = network;
    this.followed = followed;
    network.weights().values().forEach(use -> observed.addAll(network.live(use.step())));
    observed.add(network.steps().size());
    this.deferral = new Deferral(network, observed);
  }

  /** A bound, or in words why there is none. */
  public record Attempt(Optional<SharedBound> bound, String reason) {}

  /**
   * The bound of a model with one float input and scores of classes as its first output.
   *
   * @param sample shape of a sample, without the batch
   */
  public static Attempt of(OnnxModel model, int... sample) {
    return of(model, FOLLOWED, sample);
  }

  /** The same with another number of margins that are followed by their slopes. */
  static Attempt of(OnnxModel model, int followed, int... sample) {
    try {
      Network network = NetworkReader.read(model, sample);
      return new Attempt(Optional.of(new SharedBound(network, followed)), "");
    } catch (Unscreenable e) {
      return new Attempt(Optional.empty(), e.getMessage());
    }
  }

  /** Whether there is a rule for changes of a tensor. */
  public boolean knows(String tensor) {
    return network.weights().containsKey(tensor);
  }

  /** Place of the step that a known tensor belongs to: the last ones are the cheapest. */
  public int step(String tensor) {
    return network.weights().get(tensor).step();
  }

  /** Values that the runtime must tell, the scores last. */
  public List<String> observed() {
    return observed.stream().map(network.names()::get).toList();
  }

  /**
   * Follows a sample.
   *
   * @param values of {@link #observed()}, in that order
   * @param predicted the runtime's class
   */
  public Sample follow(List<float[]> values, int predicted) {
    double[][] known = new double[network.steps().size() + 1][];
    int next = 0;
    boolean finite = true;
    for (int place : observed) {
      float[] own = values.get(next++);
      if (own.length != network.size(place)) {
        throw new IllegalArgumentException(
            "%s: %d elements of %d"
                .formatted(network.names().get(place), own.length, network.size(place)));
      }
      double[] doubles = new double[own.length];
      for (int e = 0; e < own.length; e++) {
        doubles[e] = own[e];
        finite &= Float.isFinite(own[e]);
      }
      known[place] = doubles;
    }
    return new Sample(new Trace(network, deferral, known, predicted, followed), finite);
  }

  /** One sample. Asks are cheapest from the last steps to the first. */
  public final class Sample {
    private final Trace trace;

    /** By step, by exponent. */
    private final Map<Integer, NavigableMap<Integer, double[]>> losses = new HashMap<>();

    /** The last step of which nothing is proven: before it, nothing is tried. */
    private int hopeless;

    private Sample(Trace trace, boolean finite) {
      this.trace = trace;
      this.hopeless = finite ? -1 : Integer.MAX_VALUE;
    }

    /**
     * Whether no run of the network from the values that were observed finds another class than the
     * predicted one.
     *
     * @param tensor one that the bound {@linkplain #knows knows}
     * @param element row-major place in it
     * @param delta what its value changes by
     */
    public boolean isProven(String tensor, long element, double delta) {
      Network.WeightUse use = network.weights().get(tensor);
      if (use.step() <= hopeless || !Double.isFinite(delta)) {
        return false;
      }
      trace.reach(use.step());
      Direct direct = new Direct(trace, use, element, delta);
      int exponent = exponent(direct.most());
      if (exponent > MOST || !canProve(use)) {
        return false;
      }
      NavigableMap<Integer, double[]> known = losses.get(use.step());
      Map.Entry<Integer, double[]> near = known.ceilingEntry(exponent);
      if (near != null && direct.least(near.getValue()) > 0) {
        return true;
      }
      if (!isBelowMargins(known.floorEntry(exponent).getValue())) {
        return false;
      }
      return direct.least(losses(use, exponent)) > 0;
    }

    /** At least the logarithm of a change. */
    private static int exponent(double change) {
      return Math.max(LEAST, Math.getExponent(change) + 1);
    }

    /** Whether the least change can be proven to do nothing. */
    private boolean canProve(Network.WeightUse use) {
      if (!losses.containsKey(use.step())) {
        losses.put(use.step(), new TreeMap<>());
        if (!isBelowMargins(losses(use, LEAST))) {
          hopeless = Math.max(hopeless, use.step());
        }
      }
      return use.step() > hopeless;
    }

    /** Whether a change that does nothing to first order is proven. */
    private boolean isBelowMargins(double... losses) {
      for (int m = 0; m < losses.length; m++) {
        if (!(losses[m] < trace.margin(trace.others().get(m)))) {
          return false;
        }
      }
      return true;
    }

    private double[] losses(Network.WeightUse use, int exponent) {
      return losses
          .get(use.step())
          .computeIfAbsent(exponent, k -> losses(use, k, EnumSet.allOf(Loss.class)));
    }

    private double[] losses(Network.WeightUse use, int exponent, Set<Loss> counted) {
      LinearStep step = (LinearStep) network.steps().get(use.step());
      int together = use.isBias() ? use.repeats() : step.maps()[0].together();
      double most = Math.scalb(1.0, exponent);
      return SharedLoss.of(trace, use.step(), most, together, counted);
    }

    /**
     * The least margin over any class that is followed; negative infinity if that cannot be said.
     *
     * @param counted losses: without all of them it is no bound
     */
    double least(String tensor, long element, double delta, Set<Loss> counted) {
      Network.WeightUse use = network.weights().get(tensor);
      if (!Double.isFinite(delta)) {
        return Double.NEGATIVE_INFINITY;
      }
      trace.reach(use.step());
      Direct direct = new Direct(trace, use, element, delta);
      int exponent = exponent(direct.most());
      return exponent > MOST
          ? Double.NEGATIVE_INFINITY
          : direct.least(losses(use, exponent, counted));
    }
  }

  /** What a change of one weight does to first order. */
  private static final class Direct {
    private final Trace trace;
    private final double[] changes;
    private final double[] magnitudes;
    private double most;

    Direct(Trace trace, Network.WeightUse use, long element, double delta) {
      this.trace = trace;
      this.changes = new double[trace.others().size()];
      this.magnitudes = new double[changes.length];
      double[][] adjoints = new double[changes.length][];
      Arrays.setAll(adjoints, m -> trace.adjoint(m, use.step() + 1));
      if (use.isBias()) {
        int from = Math.toIntExact(element) * use.repeats();
        for (int output = from; output < from + use.repeats(); output++) {
          add(output, delta * use.bias(), adjoints);
        }
      } else {
        LinearStep step = (LinearStep) trace.network().steps().get(use.step());
        double[] x = trace.values()[step.reads()[0]];
        step.maps()[0].forEachOf(
            element, (output, input, weight) -> add(output, weight * delta * x[input], adjoints));
      }
    }

    private void add(int output, double change, double[]... adjoints) {
      if (change == 0) {
        return;
      }
      most = Math.max(most, Math.abs(change));
      for (int m = 0; m < changes.length; m++) {
        double own = adjoints[m][output] * change;
        changes[m] += own;
        magnitudes[m] += Math.abs(own);
      }
    }

    /** The largest change of a result. */
    double most() {
      return most;
    }

    /** The least margin that is left; sums may be wrong by what SLACK is beyond 1. */
    double least(double... losses) {
      double least = Double.POSITIVE_INFINITY;
      for (int m = 0; m < losses.length; m++) {
        double margin = trace.margin(trace.others().get(m)) + changes[m];
        double own = margin - losses[m] - magnitudes[m] * (Rounding.SLACK - 1);
        least = own < least || Double.isNaN(own) ? own : least;
      }
      return Double.isNaN(least) ? Double.NEGATIVE_INFINITY : least;
    }
  }
}
