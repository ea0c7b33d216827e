package io.onnxfi.fault;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Faults that one sample is drawn from.
 *
 * @param pools where
 * @param bit the one bit of all of them; nothing if they name none, or all
 * @param bits which bits of a site are faults of their own; none if it has one fault
 * @param share of critical ones that is expected, for the size of the sample
 */
record Part(List<Pool> pools, OptionalInt bit, Optional<BitChoice> bits, double share) {
  /** How many there are. */
  long size() {
    return pools.stream().mapToLong(this::size).reduce(0, Math::addExact);
  }

  private long size(Pool pool) {
    return pool.sites() * perSite(pool);
  }

  private int perSite(Pool pool) {
    return bits.map(chosen -> chosen.count(pool.width())).orElse(1);
  }

  /**
   * One of them.
   *
   * @param number from 0
   */
  FaultSite site(long number, MixDraws mixes) {
    long before = 0;
    for (Pool pool : pools) {
      long rest = number - before;
      if (rest < size(pool)) {
        int each = perSite(pool);
        OptionalInt own =
            bits.map(chosen -> OptionalInt.of(chosen.bit((int) (rest % each)))).orElse(bit);
        return pool.site(rest / each, own, mixes);
      }
      before += size(pool);
    }
    throw new IllegalStateException("fault " + number + " is beyond the model");
  }
}
