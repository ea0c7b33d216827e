package io.onnxfi.sampling;

import io.onnxfi.fault.Labels;
import io.onnxfi.outcome.TrialOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Critical pairs of a fault and an image that may have been missed, as not all pairs were run: so
 * many at most, wherever they are.
 *
 * <p>A rate is a sum over pairs, each with a weight. It is highest if the missed pairs are those
 * not run that weigh most, which is what is added to the upper end of its interval.
 *
 * @param most limit on their number
 * @param notRun pairs of each fault that were not run, in the order of the sample
 */
public record MissedPairs(double most, List<Long> notRun) {
  /** Nothing is missed, as all pairs were run. */
  public static final MissedPairs NONE = new MissedPairs(0, List.of());

  /** Checks and copies. */
  public MissedPairs {
    notRun = List.copyOf(notRun);
    if (!(most >= 0)) {
      throw new IllegalArgumentException("a limit of %s pairs".formatted(most));
    }
  }

  /** Whether none can be missed. */
  public boolean isNone() {
    return most == 0;
  }

  /** The rate over all faults with what may have been missed in its upper end. */
  public EstimatedRate in(EstimatedRate rate, List<TrialOutcome> sample, Strata strata) {
    if (isNone()) {
      return rate;
    }
    List<Labels> labels = sample.stream().map(TrialOutcome::labels).toList();
    ClusterSample weights = new ClusterSample(labels, strata);
    List<Group> groups =
        IntStream.range(0, sample.size())
            .mapToObj(fault -> group(sample, fault, weights.weight(fault)))
            .toList();
    return rate.with(highest(groups));
  }

  /**
   * The rate of a part of the sample with what may have been missed in its upper end, if all of it
   * lay there.
   *
   * @param part places in the sample, all of the same weight
   */
  public EstimatedRate in(EstimatedRate rate, List<TrialOutcome> sample, List<Integer> part) {
    if (isNone()) {
      return rate;
    }
    return rate.with(
        highest(part.stream().map(fault -> group(sample, fault, 1.0 / part.size())).toList()));
  }

  /** Pairs of one fault that were not run; each would add {@code weight} to the rate. */
  private record Group(double weight, long pairs) {}

  private Group group(List<TrialOutcome> sample, int fault, double weight) {
    return new Group(weight / sample.get(fault).counts().images(), notRun.get(fault));
  }

  /** By how much the rate is higher if the missed pairs are those that weigh most. */
  private double highest(List<Group> groups) {
    double left = most;
    double sum = 0;
    for (Group group :
        groups.stream().sorted(Comparator.comparingDouble(Group::weight).reversed()).toList()) {
      double taken = Math.min(left, (double) group.pairs());
      sum += taken * group.weight();
      left -= taken;
    }
    return sum;
  }
}
