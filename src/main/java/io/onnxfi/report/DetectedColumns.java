package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Columns of a table for people with the pairs in none of the published outcomes: none if there are
 * no such pairs.
 *
 * @param due whether some were detected
 * @param crashed whether some of them are crashes
 */
public record DetectedColumns(boolean due, boolean crashed) {
  /** The columns for some sides. */
  public static DetectedColumns of(Collection<Totals> sides) {
    return new DetectedColumns(
        sides.stream().anyMatch(Totals::hasDue), sides.stream().anyMatch(Totals::hasCrashed));
  }

  /** Their titles. */
  public List<String> titles() {
    return select("due", "crashed");
  }

  /** Their counts of one side. */
  public List<OptionalLong> counts(Totals totals) {
    return select(totals.due(), totals.crashed());
  }

  /** The counts of one side as text. */
  public List<String> cells(Totals totals) {
    return counts(totals).stream()
        .map(count -> count.isPresent() ? Figures.count(count.getAsLong()) : "")
        .toList();
  }

  private <T> List<T> select(T ofDue, T ofCrashed) {
    List<T> selected = new ArrayList<>();
    if (due) {
      selected.add(ofDue);
    }
    if (crashed) {
      selected.add(ofCrashed);
    }
    return selected;
  }
}
