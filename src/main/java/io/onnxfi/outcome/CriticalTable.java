package io.onnxfi.outcome;

import io.onnxfi.csv.WholeNumber;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.workload.SampleKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often each fault is critical in one framework, and how that is known: {@code
 * critical-BACKEND.csv} of {@code replay --counts critical}, which has the fault columns and then
 * {@link #COLUMNS}. What is masked and what is not is not told apart.
 *
 * @param list the file as a list
 * @param rows one for each row of the list, in its order
 */
public record CriticalTable(FaultList list, List<Row> rows) {
  /** Columns behind those of the fault, in numbers of images. */
  public static final List<String> COLUMNS =
      List.of("n_injections", "critical", "not_critical", "proven", "screened", "run");

  /** Those of them that no list with outcomes has. */
  private static final List<String> OWN = List.of("not_critical", "proven", "screened");

  /** Checks and copies. */
  public CriticalTable {
    Objects.requireNonNull(list, "list");
    rows = List.copyOf(rows);
    if (rows.size() != list.rows().size()) {
      throw new IllegalArgumentException(
          "%d counts of %d rows".formatted(rows.size(), list.rows().size()));
    }
  }

  /**
   * One fault, in images.
   *
   * @param images that the fault was looked at on
   * @param critical of these; those that were not run count as not critical
   * @param notCritical of these; what is in neither was detected
   * @param proven not run, as a bound proves them harmless
   * @param screened not run, as a prediction calls them harmless
   * @param run the rest
   */
  public record Row(
      long images, long critical, long notCritical, long proven, long screened, long run) {
    /** Images for which a system would know of the fault. */
    public long detected() {
      return images - critical - notCritical;
    }

    private List<String> cells() {
      return LongStream.of(images, critical, notCritical, proven, screened, run)
          .mapToObj(Long::toString)
          .toList();
    }

    private TrialOutcome outcome(FaultList list, int trial) {
      ExtraCounts told =
          new ExtraCounts(
              OptionalLong.empty(),
              OptionalLong.of(detected()),
              OptionalLong.empty(),
              OptionalLong.empty(),
              OptionalLong.empty(),
              OptionalDouble.empty(),
              ExtraCounts.NONE.boxes());
      return new TrialOutcome(
          list.trials().get(trial),
          list.labels(trial),
          new ImageCounts(images, 0, notCritical, critical),
          told);
    }
  }

  /** Whether a list with these columns is such a table, if perhaps not a whole one. */
  public static boolean isMeantBy(List<String> header) {
    return OWN.stream().anyMatch(header::contains)
        && !header.containsAll(FaultList.OUTCOME_COLUMNS);
  }

  /**
   * The columns of a table for a list: its other columns, as those that name models and sites, are
   * behind the counts.
   */
  public static List<String> header(FaultList faults) {
    return KeptColumns.of(faults.header(), COLUMNS).header(COLUMNS);
  }

  /**
   * The rows of a table for a list, each made when it is asked for.
   *
   * @param counts of a row of the list, by its place
   */
  public static Iterable<List<String>> cells(FaultList faults, IntFunction<Row> counts) {
    KeptColumns kept = KeptColumns.of(faults.header(), COLUMNS);
    return () ->
        IntStream.range(0, faults.rows().size())
            .mapToObj(row -> kept.cells(faults.rows().get(row), counts.apply(row).cells()))
            .iterator();
  }

  /**
   * Reads a table.
   *
   * @throws MalformedInputException naming file and line, if a column is missing, a count is no
   *     whole number from 0, or counts do not add up
   */
  public static CriticalTable read(Path file) {
    return of(FaultList.read(file));
  }

  /** The table that a list is; see {@link #read}. */
  public static CriticalTable of(FaultList list) {
    COLUMNS.stream()
        .filter(column -> !list.header().contains(column))
        .findFirst()
        .ifPresent(
            missing -> {
              throw MalformedInputException.of(
                  list.source(), "columns " + String.join(",", COLUMNS), "no column " + missing);
            });
    if (list.trials().size() != list.rows().size()) {
      throw MalformedInputException.of(
          list.source(), "a trial in each row", "trials of several rows");
    }
    List<Row> rows = new ArrayList<>();
    int[] places = COLUMNS.stream().mapToInt(list.header()::indexOf).toArray();
    for (FaultRow row : list.rows()) {
      rows.add(row(list, row, places));
    }
    return new CriticalTable(list, rows);
  }

  private static Row row(FaultList list, FaultRow row, int... places) {
    long[] counts = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      String cell = row.cells().get(places[i]);
      OptionalLong count = WholeNumber.parse(cell, ',');
      if (count.isEmpty() || count.getAsLong() < 0 || count.getAsLong() > Integer.MAX_VALUE) {
        throw MalformedInputException.of(
            "%s, %s".formatted(list.locate(row), COLUMNS.get(i)),
            "a count of images from 0",
            Excerpt.quoted(cell));
      }
      counts[i] = count.getAsLong();
    }
    Row read = new Row(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    if (read.detected() < 0) {
      throw MalformedInputException.of(
          list.locate(row),
          "critical + not_critical of at most n_injections = " + read.images,
          "%d + %d".formatted(read.critical, read.notCritical));
    }
    if (read.proven + read.screened + read.run != read.images) {
      throw MalformedInputException.of(
          list.locate(row),
          "proven + screened + run = n_injections = " + read.images,
          "%d + %d + %d".formatted(read.proven, read.screened, read.run));
    }
    if (read.critical > read.run) {
      throw MalformedInputException.of(
          list.locate(row), "critical of at most run = " + read.run, Long.toString(read.critical));
    }
    return read;
  }

  /** The same for whatever takes outcomes, on samples that are called so. */
  public Outcomes outcomes(SampleKind unit) {
    List<TrialOutcome> trials = new ArrayList<>();
    for (int trial = 0; trial < list.trials().size(); trial++) {
      trials.add(rows.get(trial).outcome(list, trial));
    }
    return new Outcomes(list, trials, unit, Detail.CRITICAL);
  }

  /** A sum over all faults, as of {@code Row::screened}. */
  public long sum(ToLongFunction<Row> count) {
    return rows.stream().mapToLong(count).sum();
  }
}
