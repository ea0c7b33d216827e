package io.onnxfi.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Coordinates of an element as the published lists write them: a Python tuple of integers. */
public final class TensorIndex {
  /** More axes than any tensor has; bounds the work of reading an index. */
  private static final int MOST_AXES = 64;

  private static final int MOST_DIGITS = 18;

  private final long[] coordinates;

  private TensorIndex(long[] coordinates) {
    this.coordinates = coordinates;
  }

  /** An index of the given coordinates, outermost axis first. */
  public static TensorIndex of(long... coordinates) {
    return new TensorIndex(coordinates.clone());
  }

  /** Reads {@code (3, 0, 2, 1)}; nothing if the text is no tuple of non-negative integers. */
  public static Optional<TensorIndex> parse(String text) {
    String tuple = text.trim();
    int end = tuple.length() - 1;
    if (end < 1 || tuple.charAt(0) != '(' || tuple.charAt(end) != ')') {
      return Optional.empty();
    }
    List<Long> axes = new ArrayList<>();
    int start = 1;
    while (start <= end && axes.size() <= MOST_AXES) {
      int comma = tuple.indexOf(',', start);
      boolean isLast = comma < 0;
      String axis = tuple.substring(start, isLast ? end : comma).trim();
      // Python writes a comma behind a single coordinate, and () for none.
      if (axis.isEmpty() && isLast && (start == 1 || !axes.isEmpty())) {
        return Optional.of(of(axes.stream().mapToLong(Long::longValue).toArray()));
      }
      if (!isCoordinate(axis)) {
        return Optional.empty();
      }
      axes.add(Long.valueOf(axis));
      if (isLast) {
        return Optional.of(of(axes.stream().mapToLong(Long::longValue).toArray()));
      }
      start = comma + 1;
    }
    return Optional.empty();
  }

  private static boolean isCoordinate(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * Reads an index in any of the notations of Python, NumPy and PyTorch: also {@code [3, 0]},
   * {@code 3, 0}, {@code 3 0}, {@code tensor([3, 0])}; nothing if it is none or ambiguous.
   */
  public static Optional<TensorIndex> parseAny(String text) {
    Optional<TensorIndex> tuple = parse(text);
    return tuple.isPresent() ? tuple : IndexNotation.read(text);
  }

  /** The coordinates, a copy. */
  public long[] coordinates() {
    return coordinates.clone();
  }

  /** The coordinates in another order: the result's axis i is this one's axis {@code order[i]}. */
  public TensorIndex permuted(int... order) {
    return new TensorIndex(Arrays.stream(order).mapToLong(axis -> coordinates[axis]).toArray());
  }

  /** Number of coordinates. */
  public int rank() {
    return coordinates.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorIndex index && Arrays.equals(coordinates, index.coordinates);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coordinates);
  }

  /** As Python writes it: {@code (3, 0, 2, 1)}, {@code (5,)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    for (int axis = 0; axis < coordinates.length; axis++) {
      text.append(axis == 0 ? "" : ", ").append(coordinates[axis]);
    }
    return text.append(coordinates.length == 1 ? ",)" : ")").toString();
  }
}
