package io.onnxfi.outcome;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.workload.SampleKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The outcomes of trials on one side, and the CSV they stand in: a published list with outcomes, or
 * one of our own, which has the fault columns as they came, the four published columns, then those
 * of {@link ExtraCounts}, then whatever other columns the list had. Each row of a trial has its
 * outcome.
 *
 * @param list the file as a list
 * @param trials those of the list, in order
 * @param unit what the samples that trials were run on are called
 * @param detail which outcomes the counts tell apart
 */
public record Outcomes(FaultList list, List<TrialOutcome> trials, SampleKind unit, Detail detail) {
  private static final int FIRST_LINE = 2; // behind the header; lines count from 1

  /** Checks and copies. */
  public Outcomes {
    Objects.requireNonNull(list, "list");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(detail, "detail");
    trials = List.copyOf(trials);
    if (trials.size() != list.trials().size()) {
      throw new IllegalArgumentException(
          "%d outcomes of %d trials".formatted(trials.size(), list.trials().size()));
    }
  }

  /**
   * Reads a list with outcomes, ours or a published one, in any form that {@link FaultList} knows.
   *
   * @throws MalformedInputException naming file and line, also if a row has no outcomes
   */
  public static Outcomes read(Path file) {
    return of(FaultList.read(file));
  }

  /**
   * The outcomes that a list comes with. It does not tell of what samples: of images, like
   * published ones.
   *
   * @throws MalformedInputException if it has none, or a row has none
   */
  public static Outcomes of(FaultList list) {
    List<TrialOutcome> trials = new ArrayList<>();
    ExtraColumns extra = new ExtraColumns(list.header());
    for (int i = 0; i < list.trials().size(); i++) {
      List<FaultRow> rows = list.rows(i);
      FaultRow first = rows.get(0);
      for (FaultRow row : rows) {
        ImageCounts counts = row.counts().orElseThrow(() -> none(list, row));
        if (!counts.equals(first.counts().orElseThrow())) {
          throw MalformedInputException.of(
              list.locate(row),
              "the outcomes of line %d, which is of the same trial".formatted(first.line()),
              "others");
        }
      }
      trials.add(
          new TrialOutcome(
              list.trials().get(i),
              list.labels(i),
              first.counts().orElseThrow(),
              extra.of(first, first.counts().orElseThrow())));
    }
    return new Outcomes(list, trials, SampleKind.IMAGE, Detail.ALL);
  }

  private static MalformedInputException none(FaultList list, FaultRow row) {
    return list.header().containsAll(FaultList.OUTCOME_COLUMNS)
        ? MalformedInputException.of(list.locate(row), "outcomes in every row", "none")
        : MalformedInputException.of(
            list.source(), "columns " + String.join(",", FaultList.OUTCOME_COLUMNS), "none");
  }

  /**
   * Outcomes that were measured, on images.
   *
   * @param name of the file to be, for messages
   * @param faults the trials that were run
   * @param judge of the answers
   * @param measured one per trial
   */
  public static Outcomes measured(
      String name, FaultList faults, Judge judge, List<OutcomeCounts> measured) {
    boolean countsBoxes = judge.countsBoxes();
    List<String> columns = new ArrayList<>(FaultList.OUTCOME_COLUMNS);
    columns.addAll(ExtraColumns.names(countsBoxes));
    KeptColumns kept = KeptColumns.of(faults.header(), columns);
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < faults.rows().size(); i++) {
      FaultRow row = faults.rows().get(i);
      OutcomeCounts counts = measured.get(faults.trialOf(i));
      rows.add(
          new FaultRow(
              i + (long) FIRST_LINE,
              row.injection(),
              row.fault(),
              Optional.of(counts.listed()),
              kept.cells(row, counts(counts, countsBoxes))));
    }
    List<TrialOutcome> trials =
        IntStream.range(0, measured.size())
            .mapToObj(
                i ->
                    new TrialOutcome(
                        faults.trials().get(i),
                        faults.labels(i),
                        measured.get(i).listed(),
                        ExtraCounts.of(measured.get(i), countsBoxes)))
            .toList();
    return new Outcomes(
        new FaultList(name, kept.header(columns), rows, CsvForm.STANDARD),
        trials,
        SampleKind.IMAGE,
        Detail.ALL);
  }

  private static List<String> counts(OutcomeCounts counts, boolean countsBoxes) {
    List<String> cells = new ArrayList<>();
    for (long count :
        new long[] {counts.images(), counts.masked(), counts.nonCritical(), counts.critical()}) {
      cells.add(Long.toString(count));
    }
    cells.addAll(ExtraColumns.cells(counts, countsBoxes));
    return cells;
  }

  /** Writes the file; the published form as it was read. */
  public void write(Path file) {
    list.write(file);
  }

  /**
   * The same of a run that says what happened at the sites of a list that does not name models:
   * that is a label of its trials, which are still called what the list calls them.
   */
  public Outcomes under(FaultModel model) {
    if (list.namesModels()) {
      return this;
    }
    return new Outcomes(
        list,
        trials.stream()
            .map(
                outcome ->
                    new TrialOutcome(
                        outcome.trial(),
                        outcome.labels().with(Factor.FAULT, model.label()),
                        outcome.counts(),
                        outcome.extra()))
            .toList(),
        unit,
        detail);
  }

  /** The same on samples that are called so. */
  public Outcomes on(SampleKind kind) {
    return new Outcomes(list, trials, kind, detail);
  }

  /** The same with no more told apart than that. */
  public Outcomes at(Detail coarser) {
    if (coarser == detail || coarser == Detail.ALL) {
      return this;
    }
    return new Outcomes(
        list,
        trials.stream()
            .map(
                outcome ->
                    new TrialOutcome(
                        outcome.trial(),
                        outcome.labels(),
                        outcome.counts().unmasked(),
                        outcome.extra()))
            .toList(),
        unit,
        coarser);
  }

  /** The file, for messages. */
  public String source() {
    return list.source();
  }

  /** What was assumed to read the file, a line each, naming it. */
  public List<String> notes() {
    return list.notes();
  }

  /** Where a trial stands, for messages: {@code list.csv:12}. */
  public String locate(int trial) {
    return list.locate(trial);
  }

  /** The keys of all trials, in order. */
  public List<Trial.Identity> identities() {
    return trials.stream().map(outcome -> outcome.trial().identity()).toList();
  }
}
