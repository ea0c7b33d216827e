package io.onnxfi.spark;

import io.onnxfi.campaign.PairFilter;
import io.onnxfi.campaign.Shard;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task runs, as it is sent to an executor.
 *
 * @param shard faults and images
 * @param open by fault of the shard, in its order: which of its images matter, from the first of
 *     the shard; none for all pairs
 */
record Piece(Shard shard, List<BitSet> open) implements Serializable {
  /** Copies. */
  Piece {
    open = open.stream().map(images -> (BitSet) images.clone()).toList();
  }

  /** A shard of a run of some pairs. */
  static Piece of(Shard shard, PairFilter filter) {
    if (filter == PairFilter.ALL) {
      return new Piece(shard, List.of());
    }
    return new Piece(
        shard, shard.faults().stream().map(fault -> open(shard, filter, fault)).toList());
  }

  private static BitSet open(Shard shard, PairFilter filter, int fault) {
    BitSet images = new BitSet();
    for (int place = shard.from(); place < shard.to(); place++) {
      images.set(place - shard.from(), filter.runs(fault, place));
    }
    return images;
  }

  /** Which pairs of the shard matter. */
  PairFilter filter() {
    if (open.isEmpty()) {
      return PairFilter.ALL;
    }
    Map<Integer, BitSet> byFault = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      byFault.put(shard.faults().get(i), open.get(i));
    }
    return (fault, place) -> byFault.get(fault).get(place - shard.from());
  }

  /** Pairs that matter. */
  long pairs() {
    return open.isEmpty()
        ? (long) shard.faults().size() * (shard.to() - shard.from())
        : open.stream().mapToLong(BitSet::cardinality).sum();
  }
}
