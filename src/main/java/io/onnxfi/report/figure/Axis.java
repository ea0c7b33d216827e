package io.onnxfi.report.figure;

import io.onnxfi.fault.Factor;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.RunSide;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A factor and the levels that the trials of a run have of it: one side of a table or map.
 *
 * @param factor what it is
 * @param levels of a number, all from the lowest to the highest, without gaps, and behind them
 *     those of trials without one; names in the order of the list if it takes one after the other,
 *     else in natural order ({@code conv2} before {@code conv10})
 */
public record Axis(Factor factor, List<String> levels) {
  /** Copies. */
  public Axis {
    levels = List.copyOf(levels);
  }

  /** The levels of a side's trials, at least one. */
  static Axis of(Factor factor, RunSide side) {
    List<String> ofTrials = side.trials().stream().map(trial -> level(factor, trial)).toList();
    return new Axis(factor, factor.isNumber() ? numbers(ofTrials) : names(factor, ofTrials));
  }

  private static String level(Factor factor, TrialOutcome trial) {
    return trial.labels().level(factor);
  }

  static List<String> numbers(List<String> ofTrials) {
    IntSummaryStatistics range =
        ofTrials.stream().filter(Factor::isNumber).mapToInt(Integer::parseInt).summaryStatistics();
    Stream<String> all =
        range.getCount() == 0
            ? Stream.empty()
            : IntStream.rangeClosed(range.getMin(), range.getMax()).mapToObj(Integer::toString);
    Stream<String> others =
        ofTrials.stream().filter(level -> !Factor.isNumber(level)).distinct().sorted();
    return Stream.concat(all, others).toList();
  }

  static List<String> names(Factor factor, List<String> ofTrials) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> left = new HashSet<>();
    String current = null;
    boolean oneAfterTheOther = true;
    for (String level : ofTrials) {
      if (!level.equals(current)) {
        oneAfterTheOther &= !left.contains(level);
        left.add(level);
        current = level;
        seen.add(level);
      }
    }
    return oneAfterTheOther ? List.copyOf(seen) : seen.stream().sorted(factor.order()).toList();
  }

  /** The place of a trial on it, from 0. */
  int place(TrialOutcome trial) {
    return levels.indexOf(level(factor, trial));
  }

  /** All levels as cells. */
  public List<Object> cells() {
    return IntStream.range(0, levels.size()).mapToObj(this::cell).toList();
  }

  /** The level at a place, as a cell of a table: a number if it is one. */
  Object cell(int place) {
    String level = levels.get(place);
    return factor.isNumber() && Factor.isNumber(level) ? (Object) Long.valueOf(level) : level;
  }
}
