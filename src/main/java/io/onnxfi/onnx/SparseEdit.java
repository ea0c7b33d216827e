package io.onnxfi.onnx;

import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;

/** New bits for single elements of an initializer. */
public final class SparseEdit implements TensorEdit {
  private final String tensor;
  private final long[] positions;
  private final long[] bits;

  private SparseEdit(String tensor, long[] positions, long[] bits) {
    this.tensor = Objects.requireNonNull(tensor, "tensor");
    this.positions = positions;
    this.bits = bits;
    if (positions.length == 0 || positions[0] < 0) {
      throw new IllegalArgumentException(
          "expected positions from 0, found " + Arrays.toString(positions));
    }
  }

  /**
   * One element.
   *
   * @param position row-major, from 0
   * @param bits all bits of the element after the edit, in the low bits
   */
  public static SparseEdit of(String tensor, long position, long bits) {
    return new SparseEdit(tensor, new long[] {position}, new long[] {bits});
  }

  /** Several elements: bits by position. */
  public static SparseEdit of(String tensor, SortedMap<Long, Long> elements) {
    return new SparseEdit(
        tensor,
        elements.keySet().stream().mapToLong(Long::longValue).toArray(),
        elements.values().stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public String tensor() {
    return tensor;
  }

  @Override
  public long size() {
    return positions.length;
  }

  @Override
  public long first() {
    return positions[0];
  }

  @Override
  public long last() {
    return positions[positions.length - 1];
  }

  @Override
  public void forEach(Element each) {
    for (int i = 0; i < positions.length; i++) {
      each.accept(positions[i], bits[i]);
    }
  }

  @Override
  public SparseEdit from(long from) {
    return new SparseEdit(
        tensor, Arrays.stream(positions).map(position -> position - from).toArray(), bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseEdit edit
        && tensor.equals(edit.tensor)
        && Arrays.equals(positions, edit.positions)
        && Arrays.equals(bits, edit.bits);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tensor, Arrays.hashCode(positions), Arrays.hashCode(bits));
  }

  /** As {@code conv1.weight[12]=3f800000}, or the number of elements. */
  @Override
  public String toString() {
    return positions.length == 1
        ? "%s[%d]=%x".formatted(tensor, positions[0], bits[0])
        : "%s: %d elements".formatted(tensor, positions.length);
  }
}
