package io.onnxfi.fault;

import java.util.List;
import java.util.OptionalInt;

/**
 * Faults that one sample is drawn from.
 *
 * @param pools where
 * @param bit the one bit of all of them; nothing if they name none, or all
 * @param allBits whether each bit of a site is a fault of its own
 * @param share of critical ones that is expected, for the size of the sample
 */
record Part(List<Pool> pools, OptionalInt bit, boolean allBits, double share) {
  /** How many there are. */
  long size() {
    return pools.stream().mapToLong(this::size).reduce(0, Math::addExact);
  }

  private long size(Pool pool) {
    return pool.sites() * (allBits ? pool.width() : 1);
  }

  /**
   * One of them.
   *
   * @param number from 0
   */
  FaultSite site(long number, MixDraws mixes) {
    long rest = number;
    for (Pool pool : pools) {
      if (rest < size(pool)) {
        return allBits
            ? pool.site(rest / pool.width(), OptionalInt.of((int) (rest % pool.width())), mixes)
            : pool.site(rest, bit, mixes);
      }
      rest -= size(pool);
    }
    throw new IllegalStateException("fault " + number + " is beyond the model");
  }
}
