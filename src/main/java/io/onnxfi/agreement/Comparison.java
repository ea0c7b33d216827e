package io.onnxfi.agreement;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcomes of the same faults on two sides: two backends, two runs, or a run and what was
 * published.
 *
 * <p>Rows are joined by {@link FaultKey}; rows that only one side has are counted and left out.
 *
 * @param faults all faults of both sides, in the order of the first
 * @param onlyLeft rows that only the first side has
 * @param onlyRight rows that only the second side has
 */
public record Comparison(List<Difference> faults, long onlyLeft, long onlyRight) {
  /** Copies. */
  public Comparison {
    faults = List.copyOf(faults);
  }

  /**
   * Joins two lists with outcomes.
   *
   * @throws MalformedInputException if a side has no outcomes, a row twice, or the sides share no
   *     fault or were tried on different numbers of images
   */
  public static Comparison of(FaultList left, FaultList right) {
    Map<FaultKey, PublishedCounts> rights = index(right);
    Map<FaultKey, PublishedCounts> lefts = index(left);
    List<Difference> both = new ArrayList<>();
    lefts.forEach(
        (key, counts) -> {
          PublishedCounts other = rights.get(key);
          if (other != null) {
            requireSameImages(left, right, key, counts, other);
            both.add(new Difference(key, counts, other));
          }
        });
    if (both.isEmpty()) {
      throw MalformedInputException.of(
          left.source() + " and " + right.source(), "faults that both sides have", "none");
    }
    return new Comparison(both, lefts.size() - both.size(), rights.size() - both.size());
  }

  private static Map<FaultKey, PublishedCounts> index(FaultList list) {
    Map<FaultKey, PublishedCounts> byKey = new LinkedHashMap<>();
    for (FaultRow row : list.rows()) {
      PublishedCounts counts = list.outcomes(row);
      if (byKey.put(FaultKey.of(row), counts) != null) {
        throw MalformedInputException.of(list.locate(row), "each fault only once", "it twice");
      }
    }
    return byKey;
  }

  private static void requireSameImages(
      FaultList left,
      FaultList right,
      FaultKey key,
      PublishedCounts counts,
      PublishedCounts other) {
    if (counts.injections() != other.injections()) {
      throw MalformedInputException.of(
          "injection " + key.injection(),
          "as many images in %s as in %s".formatted(left.source(), right.source()),
          counts.injections() + " and " + other.injections());
    }
  }

  /** Sums of the first side over the shared faults. */
  public Totals left() {
    return Totals.of(faults.stream().map(Difference::left).toList());
  }

  /** Sums of the second side over the shared faults. */
  public Totals right() {
    return Totals.of(faults.stream().map(Difference::right).toList());
  }

  /** Faults whose three counts are equal on both sides. */
  public long identical() {
    return faults.stream().filter(Difference::isIdentical).count();
  }

  /**
   * Faults whose critical counts differ by at most so many images.
   *
   * @param images 0 for equal counts
   */
  public long criticalWithin(long images) {
    return faults.stream().filter(fault -> fault.critical() <= images).count();
  }

  /** The faults that differ most: by critical, then by masked, then in the order of the list. */
  public List<Difference> largest(int count) {
    return faults.stream()
        .filter(fault -> !fault.isIdentical())
        .sorted(
            Comparator.comparingLong(Difference::critical)
                .thenComparingLong(Difference::masked)
                .reversed())
        .limit(count)
        .toList();
  }
}
