package io.onnxfi.campaign.cut;

import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What the faults of a layer change, in one worker: from the values at the cut before the layer to
 * those behind it. One fault at a time.
 */
sealed interface Head extends AutoCloseable permits WholeHead, BlockHead, ValueHead, WindowHead {
  /** Places of faults in the campaign, in groups that are prepared together. */
  List<List<Integer>> groups(List<Integer> faults);

  /** Makes ready for the faults of one group. */
  void prepare(List<Integer> group, List<GoldenBatch> batches);

  /** Puts in the fault at a place of the prepared group, until the caller closes it. */
  Injected inject(int fault);

  /** A fault that is in. */
  interface Injected extends AutoCloseable {
    /** Whether the fault can change the image at a place in the campaign. */
    default boolean reaches(int place) {
      return true;
    }

    /** Runs images {@code [from, to)}. */
    void run(GoldenImages golden, int from, int to);

    @Override
    void close();
  }

  /** Whether any bit at the cut differs from golden for an image of the last run. */
  boolean isChanged(GoldenImages golden, int image);

  /** A value of the last run as it lies in memory, if it is there as a whole. */
  Optional<Tensor> direct(String value);

  /** Writes a value of one image of the last run. */
  void write(String value, GoldenImages golden, int image, ByteBuffer target);

  @Override
  void close();
}
