package io.onnxfi.injection;

import io.onnxfi.fault.Exposure;
import io.onnxfi.tensor.Tensor;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** What faults do to a value that a node computes, in each image that they reach. */
public final class ValueEdit {
  private final String value;
  private final Exposure exposure;
  private final RecordedChanges changes;

  ValueEdit(String value, Exposure exposure, RecordedChanges changes) {
    this.value = Objects.requireNonNull(value, "value");
    this.exposure = Objects.requireNonNull(exposure, "exposure");
    this.changes = changes;
  }

  /** The value's name. */
  public String value() {
    return value;
  }

  /** Which images are reached. */
  public Exposure exposure() {
    return exposure;
  }

  RecordedChanges changes() {
    return changes;
  }

  /**
   * Changes one image's part of the value in place.
   *
   * @param values {@code [n, …]}
   * @param row the image
   * @throws IllegalArgumentException if an image's part of the value has no such element
   */
  public void applyTo(Tensor values, int row) {
    long size = values.shape().rowSize();
    if (changes.end() > size) {
      throw new IllegalArgumentException(
          "element %d of %s, of which an image has %d".formatted(changes.end() - 1, value, size));
    }
    changes.applyTo(values, row * size);
  }

  /** Row-major positions of the elements that are changed, within one image. */
  public LongStream positions() {
    return changes.positions();
  }

  /**
   * The same changes to elements at other positions.
   *
   * @param moved where an element is now
   */
  public ValueEdit moved(LongUnaryOperator moved) {
    return new ValueEdit(value, exposure, changes.moved(moved));
  }

  @Override
  public String toString() {
    return value;
  }
}
