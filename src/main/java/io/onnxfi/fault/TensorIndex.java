package io.onnxfi.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Coordinates of an element as the published lists write them: a Python tuple of integers. */
public final class TensorIndex {
  /** One or more coordinates; Python writes a comma behind a single one. */
  private static final Pattern TUPLE =
      Pattern.compile("\\(\\s*(\\d{1,18}(?:\\s*,\\s*\\d{1,18})*)\\s*,?\\s*\\)|\\(\\s*\\)");

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
    Matcher matcher = TUPLE.matcher(text.trim());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) == null) {
      return Optional.of(of());
    }
    String[] parts = matcher.group(1).split(",", -1);
    return Optional.of(
        new TensorIndex(Arrays.stream(parts).mapToLong(p -> Long.parseLong(p.trim())).toArray()));
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
    String inner =
        LongStream.of(coordinates).mapToObj(Long::toString).collect(Collectors.joining(", "));
    return coordinates.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }
}
