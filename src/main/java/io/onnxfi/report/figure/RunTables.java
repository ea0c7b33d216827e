package io.onnxfi.report.figure;

import io.onnxfi.agreement.Comparison;
import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Totals;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Trial;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.CleanAccuracy;
import io.onnxfi.report.DetectedColumns;
import io.onnxfi.report.RecordedCauses;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of a run, apart from those under its figures. */
public final class RunTables {
  private static final int MOST_CRITICAL = 25;
  private static final long[] WITHIN = {0, 1, 3, 5};

  private RunTables() {}

  /** All tables of a run. */
  public static List<DataTable> of(RunResults run) {
    return Stream.of(
            Stream.of(sides(run)),
            boxes(run).stream(),
            agreement(run).stream(),
            statistics(run).stream(),
            confusions(run).stream(),
            causes(run).stream(),
            Stream.of(mostCritical(run)))
        .flatMap(tables -> tables)
        .toList();
  }

  /** A row per side: clean accuracy and outcomes; of those detected, what occurs. */
  public static DataTable sides(RunResults run) {
    DetectedColumns detected =
        DetectedColumns.of(run.sides().stream().map(RunSide::totals).toList());
    List<String> columns = new ArrayList<>();
    columns.addAll(
        List.of(
            "side", "clean accuracy, %", "correct " + run.unit(), run.unit().toString(), "faults"));
    columns.addAll(List.of("masked", "non_critical", "critical", "critical, %"));
    columns.addAll(detected.titles());
    columns.add("non_finite");
    List<List<Object>> rows = new ArrayList<>();
    for (RunSide side : run.sides()) {
      Totals totals = side.totals();
      List<Object> row = new ArrayList<>();
      row.add(side.title());
      row.add(
          side.clean()
              .map(clean -> DataTable.cell(FaultGroup.percent(clean.correct(), clean.images())))
              .orElse(""));
      row.add(side.clean().<Object>map(CleanAccuracy::correct).orElse(""));
      row.add(side.clean().map(CleanAccuracy::images).orElse(side.images()));
      row.add(totals.faults());
      row.add(totals.masked());
      row.add(totals.nonCritical());
      row.add(totals.critical());
      row.add(DataTable.cell(FaultGroup.percent(totals.critical(), totals.pairs())));
      detected.counts(totals).forEach(count -> row.add(DataTable.cell(count)));
      row.add(DataTable.cell(totals.nonFinite()));
      rows.add(row);
    }
    return new DataTable("sides", "Clean accuracy and outcomes by side", columns, 1, rows);
  }

  /** A row per side whose judge looked at boxes: what became of them, over all faults. */
  public static Optional<DataTable> boxes(RunResults run) {
    List<List<Object>> rows = new ArrayList<>();
    for (RunSide side : run.sides()) {
      side.totals()
          .boxes()
          .ifPresent(
              boxes -> {
                List<Object> row = new ArrayList<>(List.of(side.title()));
                row.addAll(boxes.values());
                rows.add(row);
              });
    }
    List<String> columns = new ArrayList<>(List.of("side"));
    BoxCounts.NAMES.forEach(
        name -> columns.add(name.replace('_', ' ').replace("images", run.unit().toString())));
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DataTable("boxes", "Boxes lost, new and moved, by side", columns, 1, rows));
  }

  /** A row per pair of sides: faults with equal and nearly equal counts. */
  public static Optional<DataTable> agreement(RunResults run) {
    if (run.pairs().isEmpty()) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>(List.of("sides", "faults"));
    if (run.tellsMasked()) {
      columns.add("identical counts");
    }
    for (long images : WITHIN) {
      columns.add(images == 0 ? "equal critical" : "critical within ±" + images);
    }
    List<List<Object>> rows = new ArrayList<>();
    for (RunResults.Pair pair : run.pairs()) {
      Comparison comparison = pair.report().comparison();
      List<Object> row = new ArrayList<>();
      row.add(pair.title());
      row.add((long) comparison.faults().size());
      if (run.tellsMasked()) {
        row.add(comparison.identical());
      }
      for (long images : WITHIN) {
        row.add(comparison.criticalWithin(images));
      }
      rows.add(row);
    }
    return Optional.of(
        new DataTable("agreement", "Faults on which the sides agree", columns, 1, rows));
  }

  /** What each verdict rests on. */
  public static List<DataTable> statistics(RunResults run) {
    return run.pairs().stream().map(StatisticsTable::of).toList();
  }

  /** Outcomes image by image, where the run has them. */
  public static List<DataTable> confusions(RunResults run) {
    return run.pairs().stream()
        .flatMap(
            pair -> pair.report().confusion().map(c -> confusion(pair, c, run.unit())).stream())
        .toList();
  }

  private static DataTable confusion(RunResults.Pair pair, Confusion confusion, SampleKind unit) {
    List<ImageOutcome> shown =
        Stream.of(ImageOutcome.values())
            .filter(outcome -> outcome != ImageOutcome.CRASHED || confusion.occurs(outcome))
            .toList();
    List<String> columns = new ArrayList<>(List.of(pair.left().title()));
    List<List<Object>> rows = new ArrayList<>();
    for (ImageOutcome from : shown) {
      columns.add("%s in %s".formatted(from.label(), pair.right().title()));
      List<Object> row = new ArrayList<>(List.of(from.label()));
      shown.forEach(to -> row.add(confusion.count(from, to)));
      rows.add(row);
    }
    return new DataTable(
        "confusion-" + RunFigures.name(pair.left(), pair.right()),
        "Outcomes of %s × faults: %s".formatted(unit, pair.title()),
        columns,
        1,
        rows);
  }

  /** Differing faults by cause, if the run has an attribution. */
  public static Optional<DataTable> causes(RunResults run) {
    return run.attribution()
        .map(
            attribution -> {
              List<List<Object>> rows = new ArrayList<>();
              attribution
                  .byCause()
                  .forEach(
                      (cause, findings) ->
                          rows.add(
                              List.of(
                                  cause,
                                  findings.get(0).evidence(),
                                  (long) findings.size(),
                                  findings.stream()
                                      .mapToLong(RecordedCauses.Finding::images)
                                      .sum())));
              return new DataTable(
                  "causes",
                  "Differing faults by cause",
                  List.of(
                      "cause",
                      "evidence of the first",
                      "faults",
                      "differing %s × faults".formatted(run.unit())),
                  2,
                  rows);
            });
  }

  /** The faults with the most critical images on the first side. */
  public static DataTable mostCritical(RunResults run) {
    List<RunSide> sides = run.sides();
    List<TrialOutcome> first = sides.get(0).trials();
    List<Factor> others = RunFigures.others(sides.get(0));
    List<String> columns = new ArrayList<>(List.of("layer", "index"));
    others.forEach(factor -> columns.add(factor.title()));
    columns.addAll(List.of("injection", "bit"));
    sides.forEach(side -> columns.add("critical, " + side.title()));
    List<List<Object>> rows = new ArrayList<>();
    IntStream.range(0, first.size())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> first.get(i).counts().critical()).reversed())
        .limit(MOST_CRITICAL)
        .forEach(i -> rows.add(fault(sides, i, others)));
    return new DataTable(
        "most-critical", "The most critical faults", columns, 2 + others.size(), rows);
  }

  private static List<Object> fault(List<RunSide> sides, int place, List<Factor> others) {
    Trial trial = sides.get(0).trials().get(place).trial();
    List<Object> row = new ArrayList<>();
    row.add(trial.layer());
    row.add(trial.index());
    others.forEach(factor -> row.add(sides.get(0).trials().get(place).labels().level(factor)));
    row.add(trial.id());
    row.add(trial.bit().isPresent() ? (Object) (long) trial.bit().getAsInt() : trial.bitText());
    for (RunSide side : sides) {
      row.add(side.trials().get(place).counts().critical());
    }
    return row;
  }
}
