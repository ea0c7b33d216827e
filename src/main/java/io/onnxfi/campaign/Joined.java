package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tallies of the faults of a shard on some of its images, as an engine tells of them, until those
 * of a fault are all there.
 */
public final class Joined implements Consumer<FaultTally> {
  private final Shard shard;
  private final Consumer<FaultTally> part;
  private final Consumer<FaultTally> whole;

  /** By fault, then by the first image: of the faults that are not finished. */
  private final Map<Integer, TreeMap<Integer, FaultTally>> open = new HashMap<>();

  private final BitSet finished = new BitSet();

  /** What a fault is to be tried on still. */
  private record Gap(int from, int to) {}

  /**
   * Begins with what is known.
   *
   * @param known of any faults, on any images; what is not of the shard, or twice, is passed over
   * @param part told of each tally that is new, and leaves its fault unfinished
   * @param whole told of each fault when it has been tried on all images of the shard
   */
  public Joined(
      Shard shard, List<FaultTally> known, Consumer<FaultTally> part, Consumer<FaultTally> whole) {
    this.shard = shard;
    this.part = part;
    this.whole = whole;
    BitSet own = new BitSet();
    shard.faults().forEach(own::set);
    for (FaultTally tally : known) {
      if (own.get(tally.fault()) && isNew(tally)) {
        keep(tally);
      }
    }
  }

  /** Whether it is of images of the shard of which nothing is known yet. */
  private boolean isNew(FaultTally tally) {
    return gaps(tally.fault()).stream()
        .anyMatch(gap -> gap.from <= tally.from() && tally.to() <= gap.to);
  }

  /** Adds what became of a fault on some images of which nothing was known. */
  @Override
  public void accept(FaultTally tally) {
    if (!keep(tally)) {
      part.accept(tally);
    }
  }

  /** Whether that was all of the fault. */
  private boolean keep(FaultTally tally) {
    int fault = tally.fault();
    TreeMap<Integer, FaultTally> own = open.computeIfAbsent(fault, any -> new TreeMap<>());
    own.put(tally.from(), tally);
    if (!gaps(fault).isEmpty()) {
      return false;
    }
    open.remove(fault);
    finished.set(fault);
    whole.accept(own.values().stream().reduce(FaultTally::plus).orElseThrow());
    return true;
  }

  private List<Gap> gaps(int fault) {
    if (finished.get(fault)) {
      return List.of();
    }
    List<Gap> gaps = new ArrayList<>();
    int next = shard.from();
    for (FaultTally tally : open.getOrDefault(fault, new TreeMap<>()).values()) {
      if (tally.from() > next) {
        gaps.add(new Gap(next, tally.from()));
      }
      next = tally.to();
    }
    if (next < shard.to()) {
      gaps.add(new Gap(next, shard.to()));
    }
    return gaps;
  }

  /** What is left to be run: faults that lack the same images together. */
  public List<Shard> missing() {
    Map<Gap, List<Integer>> left = new LinkedHashMap<>();
    for (int fault : shard.faults()) {
      gaps(fault).forEach(gap -> left.computeIfAbsent(gap, any -> new ArrayList<>()).add(fault));
    }
    return left.entrySet().stream()
        .map(entry -> new Shard(entry.getValue(), entry.getKey().from, entry.getKey().to))
        .toList();
  }
}
