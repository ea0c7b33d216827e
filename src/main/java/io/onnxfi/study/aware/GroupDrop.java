package io.onnxfi.study.aware;

import io.onnxfi.sampling.Estimate;
import io.onnxfi.study.aware.AwareResult.Group;
import io.onnxfi.study.aware.AwareResult.Measured;
import io.onnxfi.training.Hits;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.TTest;

/**
 * What errors cost networks of one kind. Of several networks each is one observation, the mean of
 * its draws; of a single one each draw is, which tells nothing of networks with other seeds.
 */
final class GroupDrop {
  private GroupDrop() {}

  private static boolean isOverSeeds(Group group) {
    return group.networks().size() > 1;
  }

  /** Accuracy without errors, 0 to 1. */
  static Estimate clean(Group group) {
    return Estimate.ofMean(
        group.networks().stream().mapToDouble(one -> one.clean().accuracy()).toArray());
  }

  /** Accuracy under errors, 0 to 1. */
  static Estimate noisy(Group group) {
    return Estimate.ofMean(
        isOverSeeds(group)
            ? group.networks().stream().mapToDouble(one -> mean(one.draws())).toArray()
            : group.networks().get(0).draws().stream().mapToDouble(Hits::accuracy).toArray());
  }

  private static double mean(List<Hits> draws) {
    return draws.stream().mapToDouble(Hits::accuracy).average().orElse(Double.NaN);
  }

  /** The first less the second. */
  static Estimate drop(Group group) {
    return Estimate.ofMean(observations(group));
  }

  private static double[] observations(Group group) {
    return isOverSeeds(group)
        ? group.networks().stream().mapToDouble(Measured::drop).toArray()
        : group.networks().get(0).drops();
  }

  /**
   * What errors cost the first kind more than the second, in pairs of the same seed, or of the same
   * draw where there is one network of each.
   */
  static Estimate difference(Group first, Group second) {
    double[] a = observations(first);
    double[] b = observations(second);
    return Estimate.ofMean(IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray());
  }

  /** Of the paired t test, two-sided; none where there is no spread. */
  static OptionalDouble pValue(Group first, Group second) {
    if (difference(first, second).interval(AwareTables.LEVEL).isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        TTest.withDefaults().pairedTest(observations(first), observations(second)).getPValue());
  }

  /** Whether two kinds can be compared in pairs. */
  static boolean isPaired(Group first, Group second) {
    return first.networks().stream()
        .map(Measured::seed)
        .toList()
        .equals(second.networks().stream().map(Measured::seed).toList());
  }
}
