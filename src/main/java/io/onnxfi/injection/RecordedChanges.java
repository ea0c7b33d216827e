package io.onnxfi.injection;

import io.onnxfi.fault.model.Changes;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** Changes that are kept to be made later, as often as there are elements to make them to. */
final class RecordedChanges implements Changes {
  private static final int FIRST = 4;

  private long[] positions = new long[FIRST];
  private long[] kept = new long[FIRST];
  private long[] inverted = new long[FIRST];

  /** What is added to an element; NaN where its bits are changed instead. */
  private double[] added = new double[FIRST];

  private int size;

  @Override
  public void bits(long position, long keep, long invert) {
    put(position, keep, invert, Double.NaN);
  }

  @Override
  public void add(long position, double amount) {
    put(position, -1, 0, amount);
  }

  private void put(long position, long keep, long invert, double amount) {
    if (size == positions.length) {
      int more = 2 * size;
      positions = Arrays.copyOf(positions, more);
      kept = Arrays.copyOf(kept, more);
      inverted = Arrays.copyOf(inverted, more);
      added = Arrays.copyOf(added, more);
    }
    positions[size] = position;
    kept[size] = keep;
    inverted[size] = invert;
    added[size++] = amount;
  }

  /** Tells them again, in their order. */
  void tell(Changes listener) {
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(added[i])) {
        listener.bits(positions[i], kept[i], inverted[i]);
      } else {
        listener.add(positions[i], added[i]);
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The elements that are changed; one that is changed again is told again. */
  LongStream positions() {
    return Arrays.stream(positions, 0, size);
  }

  /** The same changes to elements at other positions. */
  RecordedChanges moved(LongUnaryOperator moved) {
    RecordedChanges other = new RecordedChanges();
    for (int i = 0; i < size; i++) {
      other.put(moved.applyAsLong(positions[i]), kept[i], inverted[i], added[i]);
    }
    return other;
  }

  /** Behind the last element that is changed. */
  long end() {
    return positions().max().orElse(-1) + 1;
  }

  /**
   * Makes the changes.
   *
   * @param first position in the tensor of what they count from
   */
  void applyTo(Tensor tensor, long first) {
    for (int i = 0; i < size; i++) {
      long position = first + positions[i];
      long now = tensor.bits(position);
      long then =
          Double.isNaN(added[i])
              ? ((now & kept[i]) ^ inverted[i]) & tensor.type().mask()
              : ElementValues.plus(tensor.type(), now, added[i]);
      tensor.putBits(position, then);
    }
  }
}
