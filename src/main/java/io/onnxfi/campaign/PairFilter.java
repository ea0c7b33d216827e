package io.onnxfi.campaign;

/** Which pairs of a fault and a sample are run; of the others it is known what matters. */
@FunctionalInterface
public interface PairFilter {
  /** All of them. */
  PairFilter ALL = (fault, place) -> true;

  /**
   * Whether a pair is run.
   *
   * @param fault place of the fault in the campaign
   * @param place of the sample in the campaign
   */
  boolean runs(int fault, int place);
}
