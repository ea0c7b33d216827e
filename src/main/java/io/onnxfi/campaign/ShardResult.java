package io.onnxfi.campaign;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What came of shards of one campaign in one backend: tallies that add up, in whatever order and
 * however the campaign was divided. A plain value, which may be sent from where it arose.
 *
 * @param tallies by fault, then by image; those of neighbouring images are one
 * @param effort what it took
 */
public record ShardResult(List<FaultTally> tallies, Effort effort) implements Serializable {
  /** Of no shard. */
  public static final ShardResult NONE = new ShardResult(List.of(), Effort.NONE);

  /**
   * Joins what belongs together.
   *
   * @throws IllegalArgumentException if a fault was run twice on an image
   */
  public ShardResult {
    tallies = List.copyOf(joined(tallies));
  }

  private static List<FaultTally> joined(List<FaultTally> parts) {
    List<FaultTally> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(FaultTally::fault).thenComparingInt(FaultTally::from));
    List<FaultTally> joined = new ArrayList<>();
    for (FaultTally next : sorted) {
      int end = joined.size() - 1;
      FaultTally last = end < 0 ? next : joined.get(end);
      if (end < 0 || last.fault() != next.fault() || last.to() < next.from()) {
        joined.add(next);
      } else if (last.to() == next.from()) {
        joined.set(end, last.plus(next));
      } else {
        throw new IllegalArgumentException("%s, and again %s".formatted(last, next));
      }
    }
    return joined;
  }

  /** Both together. */
  public ShardResult plus(ShardResult other) {
    List<FaultTally> all = new ArrayList<>(tallies);
    all.addAll(other.tallies);
    return new ShardResult(all, effort.plus(other.effort));
  }

  /**
   * The outcomes, in the order of the campaign.
   *
   * @throws IllegalStateException if a fault was not run on all of its images
   */
  public List<FaultOutcome> outcomes(Campaign campaign) {
    return tallies.stream().map(tally -> tally.outcome(campaign)).toList();
  }
}
