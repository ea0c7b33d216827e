package io.onnxfi.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the outcomes of a list stand on the rows of their faults.
 *
 * <p>In floats, nearly all faults that change many predictions flip bit 30, the top bit of the
 * exponent: 98 to 100 % of those with more than 10 % critical images in the published lists. Two of
 * these have 3 % instead, and nearly all if each row is given the outcome at its place in the
 * alphabetical order of layers: their outcomes had been sorted by layer, and the faults not.
 *
 * @param shareAsListed of the faults with many critical images, those on bit 30, 0 to 1
 * @param shareSorted the same with the outcomes from the sorted places
 * @param sources for each row, the row that has its outcome
 */
record OutcomeOrder(double shareAsListed, double shareSorted, List<Integer> sources) {
  private static final int TOP_EXPONENT_BIT = 30;
  private static final double MANY = 0.1;

  /** Fewer faults with many critical images prove nothing. */
  private static final int ENOUGH = 30;

  private static final double SUSPICIOUS = 0.5;
  private static final double RESTORED = 0.9;

  OutcomeOrder {
    sources = List.copyOf(sources);
  }

  /**
   * Looks for outcomes on the wrong rows; nothing if they are on the right ones, or it cannot be
   * told.
   *
   * @param rows of a list as published
   */
  static Optional<OutcomeOrder> misplaced(List<FaultRow> rows) {
    boolean isComplete =
        rows.stream().allMatch(row -> row.counts().isPresent() && row.site().bit().isPresent());
    if (!isComplete || rows.stream().filter(OutcomeOrder::isCritical).count() < ENOUGH) {
      return Optional.empty();
    }
    List<Integer> each = IntStream.range(0, rows.size()).boxed().toList();
    double asListed = share(rows, each);
    if (asListed > SUSPICIOUS) {
      return Optional.empty();
    }
    List<Integer> sorted = new ArrayList<>(each);
    sorted.sort(Comparator.comparing(row -> rows.get(row).site().layer())); // stable
    Integer[] rank = new Integer[rows.size()];
    for (int place = 0; place < rank.length; place++) {
      rank[sorted.get(place)] = place;
    }
    OutcomeOrder order = new OutcomeOrder(asListed, share(rows, List.of(rank)), List.of(rank));
    return order.shareSorted >= RESTORED ? Optional.of(order) : Optional.empty();
  }

  private static boolean isCritical(FaultRow row) {
    ImageCounts counts = row.counts().orElseThrow();
    return counts.critical() > MANY * counts.images();
  }

  /** Of the faults with many critical images, the share on bit 30. */
  private static double share(List<FaultRow> rows, List<Integer> sources) {
    int[] critical =
        IntStream.range(0, rows.size()).filter(i -> isCritical(rows.get(sources.get(i)))).toArray();
    long top =
        IntStream.of(critical)
            .filter(i -> rows.get(i).site().bit().getAsInt() == TOP_EXPONENT_BIT)
            .count();
    return (double) top / critical.length;
  }

  /** The rows whose outcomes another row has. */
  int[] moved() {
    return IntStream.range(0, sources.size()).filter(i -> sources.get(i) != i).toArray();
  }
}
