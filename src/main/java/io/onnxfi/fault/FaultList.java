package io.onnxfi.fault;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.model.FaultModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A list of faults with the form of its file, so that writing it gives back the same bytes.
 *
 * <p>A list as published has a trial in each row. One with the columns {@link #MODEL} or {@link
 * #SITE} has a fault in each row, and rows with one {@code Injection} number are one trial.
 */
public final class FaultList {
  /** Columns every list begins with. */
  public static final List<String> FAULT_COLUMNS =
      List.of("Injection", "Layer", "TensorIndex", "Bit");

  /** Columns of a list with outcomes, behind {@link #FAULT_COLUMNS}. */
  public static final List<String> OUTCOME_COLUMNS =
      List.of("n_injections", "masked", "non_critical", "critical");

  /** The column of a run with the images that are in none of those; see {@link DetectedImages}. */
  public static final String DETECTED_COLUMN = "due";

  /** The column of a run with the images that have an output that is not finite. */
  public static final String NON_FINITE_COLUMN = "non_finite";

  /** Column with the label of the fault model of each row; {@code flip} if it is blank. */
  public static final String MODEL = "Model";

  /** Column with the {@link Extent} of each row; that of a weight's element if it is blank. */
  public static final String SITE = "Site";

  private final String source;
  private final List<String> header;
  private final Rows rows;
  private final CsvForm form;
  private final List<String> notes;
  private final RowGroups groups;
  private final List<Trial> trials;

  /**
   * A list.
   *
   * @param source the file, for messages
   * @param header names of all columns
   * @param rows the faults, in the order of the file
   * @param form line ends
   * @param notes what was assumed to read the file, a line each, naming it
   */
  public FaultList(
      String source, List<String> header, List<FaultRow> rows, CsvForm form, List<String> notes) {
    this.source = Objects.requireNonNull(source, "source");
    this.form = Objects.requireNonNull(form, "form");
    this.header = List.copyOf(header);
    this.rows = Rows.of(header, rows);
    this.notes = List.copyOf(notes);
    this.groups =
        namesFaults(header) ? RowGroups.byInjection(this.rows) : new RowGroups.Single(rows.size());
    this.trials = new LazyList<>(groups.count(), this::trial);
  }

  /** A list that was not read, or of which nothing was assumed. */
  public FaultList(String source, List<String> header, List<FaultRow> rows, CsvForm form) {
    this(source, header, rows, form, List.of());
  }

  private Trial trial(int group) {
    int[] own = groups.rows(group);
    List<Fault> faults = Arrays.stream(own).mapToObj(rows::fault).toList();
    return new Trial(rows.injection(own[0]), faults, 0);
  }

  /** Whether rows with these columns name models or sites, so that several may be one trial. */
  public static boolean namesFaults(List<String> header) {
    return header.contains(MODEL) || header.contains(SITE);
  }

  /**
   * Reads a list: the four fault columns, optionally the four outcome columns, {@link #MODEL} and
   * {@link #SITE}, optionally more; as published, or in any form that {@link CsvFile} knows, with
   * columns by name in any order. What was assumed is in {@link #notes}, and the list is then
   * written in the published form.
   *
   * @throws io.onnxfi.error.MalformedInputException naming file and line
   */
  public static FaultList read(Path file) {
    return FaultListReader.read(file);
  }

  /** Writes the list; one in the published form as it was read: same columns, quotes, line ends. */
  public void write(Path file) {
    form.write(file, header, () -> rows.stream().map(FaultRow::cells).iterator());
  }

  /** The file, for messages. */
  public String source() {
    return source;
  }

  /** Names of all columns. */
  public List<String> header() {
    return header;
  }

  /** The faults, in the order of the file; each is made when it is asked for. */
  public List<FaultRow> rows() {
    return rows;
  }

  /** Where the faults are, in the order of the file. */
  List<FaultSite> sites() {
    return rows.sites();
  }

  /** The trials, in the order of their first rows; each is made when it is asked for. */
  public List<Trial> trials() {
    return trials;
  }

  /** The rows of a trial, at least one. */
  public List<FaultRow> rows(int trial) {
    return Arrays.stream(groups.rows(trial)).mapToObj(rows::get).toList();
  }

  /** The trial that a row belongs to, by its place. */
  public int trialOf(int row) {
    return groups.of(row);
  }

  /** What was assumed to read the file, a line each, naming it. */
  public List<String> notes() {
    return notes;
  }

  /** Whether the list has outcomes, in every row. */
  public boolean hasOutcomes() {
    return header.containsAll(OUTCOME_COLUMNS) && rows.haveOutcomes();
  }

  /** Whether the list says what happens at its sites. */
  public boolean namesModels() {
    return header.contains(MODEL);
  }

  /** The trials under a fault model, unless the list names models itself. */
  public List<Trial> trialsUnder(FaultModel model) {
    return namesModels() ? trials : trials.stream().map(trial -> trial.under(model)).toList();
  }

  /** By what a trial is told apart from others: of models, if the list names them. */
  public Labels labels(int trial) {
    Labels labels = Labels.of(trials.get(trial));
    return namesModels() ? labels.with(Factor.FAULT, trials.get(trial).model()) : labels;
  }

  /** The list cut down to the trials at these positions. */
  public FaultList select(int... positions) {
    return selectRows(Arrays.stream(positions).flatMap(trial -> Arrays.stream(groups.rows(trial))));
  }

  /** The list cut down to the rows at these places, in the order of the places. */
  public FaultList selectRows(IntStream places) {
    Rows.Builder selected = new Rows.Builder(header);
    places.forEachOrdered(row -> selected.add(rows.get(row)));
    return with(selected.build());
  }

  /** Line ends, as it is written. */
  public CsvForm form() {
    return form;
  }

  /** The same with other rows of these columns. */
  public FaultList with(List<FaultRow> others) {
    return new FaultList(source, header, others, form, notes);
  }

  /** Where a row stands, for messages: {@code list.csv:12}. */
  public String locate(FaultRow row) {
    return source + ":" + row.line();
  }

  /** Where a trial begins, for messages. */
  public String locate(int trial) {
    return locate(rows.get(groups.rows(trial)[0]));
  }
}
