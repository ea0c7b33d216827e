package io.onnxfi.campaign;

import java.util.stream.IntStream;

/** Which pairs of a fault and a sample are run; of the others it is known what matters. */
@FunctionalInterface
public interface PairFilter {
  /** All of them. */
  PairFilter ALL =
      new PairFilter() {
        @Override
        public boolean runs(int fault, int place) {
          return true;
        }

        @Override
        public long count(int fault, Shard shard) {
          return (long) shard.to() - shard.from();
        }
      };

  /**
   * Whether a pair is run.
   *
   * @param fault place of the fault in the campaign
   * @param place of the sample in the campaign
   */
  boolean runs(int fault, int place);

  /** How many pairs of a fault and the samples of a shard are run. */
  default long count(int fault, Shard shard) {
    return IntStream.range(shard.from(), shard.to()).filter(place -> runs(fault, place)).count();
  }
}
