package io.onnxfi.spark;

import io.onnxfi.campaign.Effort;
import io.onnxfi.campaign.FaultTally;
import io.onnxfi.campaign.Shard;
import io.onnxfi.campaign.ShardResult;
import io.onnxfi.campaign.TallyListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tallies of the pieces of a shard, until those of a fault are all there. */
final class Joined {
  private final Shard shard;
  private final TallyListener told;

  /** By fault, then by the first image: of the faults that are not finished. */
  private final Map<Integer, TreeMap<Integer, FaultTally>> parts = new HashMap<>();

  private final Set<Integer> finished = new HashSet<>();
  private Effort effort = Effort.NONE;

  /** What a fault is to be tried on still. */
  private record Gap(int from, int to) {}

  /**
   * Begins with the parts that are known.
   *
   * @param told of each fault when it has been tried on all images of the shard, and of each part
   *     before that
   */
  Joined(Shard shard, TallyListener told) {
    this.shard = shard;
    this.told = told;
    Set<Integer> own = new HashSet<>(shard.faults());
    for (FaultTally part : told.parts()) {
      if (own.contains(part.fault()) && isNew(part)) {
        keep(part);
      }
    }
  }

  /** Whether it is of images of the shard of which nothing is known yet. */
  private boolean isNew(FaultTally part) {
    return gaps(part.fault()).stream()
        .anyMatch(gap -> gap.from <= part.from() && part.to() <= gap.to);
  }

  /** Adds what came of a piece. */
  void add(ShardResult result) {
    effort = effort.plus(result.effort());
    result.tallies().forEach(this::add);
  }

  /** Adds a fault of a piece. */
  void add(FaultTally tally) {
    if (!keep(tally)) {
      told.part(tally);
    }
  }

  /** Whether that was all of the fault. */
  private boolean keep(FaultTally tally) {
    int fault = tally.fault();
    TreeMap<Integer, FaultTally> own = parts.computeIfAbsent(fault, any -> new TreeMap<>());
    own.put(tally.from(), tally);
    if (!gaps(fault).isEmpty()) {
      return false;
    }
    told.finished(own.values().stream().reduce(FaultTally::plus).orElseThrow());
    parts.remove(fault);
    finished.add(fault);
    return true;
  }

  private List<Gap> gaps(int fault) {
    if (finished.contains(fault)) {
      return List.of();
    }
    List<Gap> gaps = new ArrayList<>();
    int next = shard.from();
    for (FaultTally part : parts.getOrDefault(fault, new TreeMap<>()).values()) {
      if (part.from() > next) {
        gaps.add(new Gap(next, part.from()));
      }
      next = part.to();
    }
    if (next < shard.to()) {
      gaps.add(new Gap(next, shard.to()));
    }
    return gaps;
  }

  /** What is left to be run. */
  List<Shard> missing() {
    Map<Gap, List<Integer>> left = new LinkedHashMap<>();
    for (int fault : shard.faults()) {
      gaps(fault).forEach(gap -> left.computeIfAbsent(gap, any -> new ArrayList<>()).add(fault));
    }
    return left.entrySet().stream()
        .map(entry -> new Shard(entry.getValue(), entry.getKey().from, entry.getKey().to))
        .toList();
  }

  /** What it took so far. */
  Effort effort() {
    return effort;
  }
}
