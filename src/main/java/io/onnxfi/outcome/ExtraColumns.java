package io.onnxfi.outcome;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Our columns of a list with outcomes, behind the published ones; see {@link ExtraCounts}.
 *
 * <p>A list without {@code non_finite} is one that an earlier version wrote: its {@code due} are
 * the images with an output that is not finite, or with none, and a crash is where {@code
 * max_abs_diff} is NaN. A column of another meaning, whose cells are no numbers or contradict the
 * published ones, tells nothing.
 *
 * @param header of the list
 */
record ExtraColumns(List<String> header) {
  private static final String CRASHED = "crashed";
  private static final String SDC_5 = "sdc_5";
  private static final String CORRECT = "correct";
  private static final String MAX_ABS_DIFF = "max_abs_diff";

  /** Of every judge, in the order in which they are written. */
  private static final List<String> COMMON =
      List.of(
          FaultList.NON_FINITE_COLUMN,
          FaultList.DETECTED_COLUMN,
          CRASHED,
          SDC_5,
          CORRECT,
          MAX_ABS_DIFF);

  /** Whatever stands behind the published columns under any judge. */
  static final List<String> ALL = names(true);

  /**
   * The columns in the order in which they are written.
   *
   * @param countsBoxes whether the judge looks at boxes
   */
  static List<String> names(boolean countsBoxes) {
    List<String> names = new ArrayList<>(COMMON);
    if (countsBoxes) {
      names.addAll(BoxCounts.NAMES);
    }
    return List.copyOf(names);
  }

  /** The cells of what was measured, as {@link #names}. */
  static List<String> cells(OutcomeCounts counts, boolean countsBoxes) {
    List<String> cells = new ArrayList<>(common(counts));
    if (countsBoxes) {
      counts.boxes().values().forEach(count -> cells.add(Long.toString(count)));
    }
    return cells;
  }

  private static List<String> common(OutcomeCounts counts) {
    return List.of(
        Long.toString(counts.nonFinite()),
        Long.toString(counts.due()),
        Long.toString(counts.crashed()),
        Long.toString(counts.sdc5()),
        Long.toString(counts.correct()),
        Float.toString(counts.maxAbsDiff()));
  }

  /** What a row tells. */
  ExtraCounts of(FaultRow row, ImageCounts counts) {
    OptionalDouble maxAbsDiff = real(row);
    OptionalLong due = whole(row, FaultList.DETECTED_COLUMN);
    long rest = counts.rest();
    if (header.contains(FaultList.NON_FINITE_COLUMN)) {
      return new ExtraCounts(
          whole(row, FaultList.NON_FINITE_COLUMN),
          due.equals(OptionalLong.of(rest)) ? due : OptionalLong.empty(),
          whole(row, CRASHED),
          whole(row, SDC_5),
          whole(row, CORRECT),
          maxAbsDiff,
          boxes(row));
    }
    boolean isCrash =
        maxAbsDiff.isPresent() && Double.isNaN(maxAbsDiff.getAsDouble()) && rest == counts.images();
    boolean isTold = rest == 0 || due.equals(OptionalLong.of(rest));
    return new ExtraCounts(
        isCrash ? OptionalLong.of(0) : due,
        due.isPresent() && isTold ? OptionalLong.of(rest) : OptionalLong.empty(),
        maxAbsDiff.isPresent() ? OptionalLong.of(isCrash ? rest : 0) : OptionalLong.empty(),
        whole(row, SDC_5),
        whole(row, CORRECT),
        maxAbsDiff,
        boxes(row));
  }

  private Optional<String> cell(FaultRow row, String column) {
    int place = header.indexOf(column);
    return place < 0 ? Optional.empty() : Optional.of(row.cells().get(place));
  }

  private OptionalLong whole(FaultRow row, String column) {
    return cell(row, column)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private Optional<BoxCounts> boxes(FaultRow row) {
    List<OptionalLong> counts = BoxCounts.NAMES.stream().map(name -> whole(row, name)).toList();
    return counts.stream().allMatch(OptionalLong::isPresent)
        ? Optional.of(BoxCounts.of(counts.stream().map(OptionalLong::orElseThrow).toList()))
        : Optional.empty();
  }

  private OptionalDouble real(FaultRow row) {
    return cell(row, MAX_ABS_DIFF)
        .filter(text -> text.matches("NaN|\\d[0-9.E-]{0,30}"))
        .flatMap(ExtraColumns::parsed)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private static Optional<Double> parsed(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty(); // as 1.2.3, which is no number
    }
  }
}
