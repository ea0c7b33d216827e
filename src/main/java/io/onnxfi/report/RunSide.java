package io.onnxfi.report;

import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.PublishedCounts;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The outcomes that one side of a comparison gives to the faults of a run.
 *
 * @param id short name, as in file names: {@code ort}
 * @param title name for people
 * @param outcomes its list, with outcome columns
 * @param clean accuracy without any fault, where known
 */
public record RunSide(String id, String title, FaultList outcomes, Optional<CleanAccuracy> clean) {
  /** The side of a list that comes with outcomes. */
  public static final String PUBLISHED = "published";

  /** Sums over all faults. */
  public Totals totals() {
    return Totals.of(outcomes.rows().stream().map(RunSide::counts).toList());
  }

  /** Images of each fault; 0 if there are no faults. */
  public long images() {
    return outcomes.rows().stream()
        .mapToLong(row -> counts(row).injections())
        .findFirst()
        .orElse(0);
  }

  /** Whether the outcomes were measured in this run. */
  public boolean isMeasured() {
    return !id.equals(PUBLISHED);
  }

  /** Faults with which the framework could not run the model: there is no change of outputs. */
  public long crashes() {
    int column = outcomes.header().indexOf("max_abs_diff");
    return column < 0
        ? 0
        : outcomes.rows().stream().filter(row -> row.cells().get(column).equals("NaN")).count();
  }

  /** (fault, image) pairs with an output that is not finite, if the list counts them. */
  public OptionalLong due() {
    int column = outcomes.header().indexOf("due");
    return column < 0
        ? OptionalLong.empty()
        : OptionalLong.of(
            outcomes.rows().stream()
                .mapToLong(row -> Long.parseLong(row.cells().get(column)))
                .sum());
  }

  /** The outcome columns of a row. */
  public static PublishedCounts counts(FaultRow row) {
    return row.published().orElseThrow();
  }
}
