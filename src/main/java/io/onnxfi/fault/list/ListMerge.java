package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several lists as one: the rows of the first, then what the next have more.
 *
 * <p>The same trial (number and faults) in several lists is there once, with outcomes if one of
 * them has any. Numbers are kept, unless two lists give one number to different trials: then all
 * trials are numbered anew from 0.
 */
public final class ListMerge {
  private static final int DROPPED = -1;

  private final List<FaultList> lists;
  private final boolean keepsNumbers;
  private final List<String> header;
  private final Map<Trial.Identity, Integer> known = new HashMap<>();
  private final Map<Long, Origin> numbers = new HashMap<>();
  private final List<Origin> kept = new ArrayList<>();
  private final Map<Integer, Origin> outcomes = new HashMap<>();
  private final int[][] ordinals;
  private long repeated;
  private Optional<String> clash = Optional.empty();

  /** Where a trial comes from. */
  private record Origin(FaultList list, int trial) {
    Trial told() {
      return list.trials().get(trial);
    }

    String where() {
      return list.locate(trial);
    }
  }

  /**
   * One list of several.
   *
   * @param list with the columns of all
   * @param notes what a user should know of it, a line each
   */
  public record Merged(FaultList list, List<String> notes) {
    /** Copies. */
    public Merged {
      notes = List.copyOf(notes);
    }
  }

  private ListMerge(List<FaultList> lists, boolean keepsNumbers) {
    this.lists = lists;
    this.keepsNumbers = keepsNumbers;
    this.ordinals = new int[lists.size()][];
    Set<String> columns = new LinkedHashSet<>();
    lists.forEach(list -> columns.addAll(list.header()));
    this.header = List.copyOf(columns);
  }

  /**
   * Merges lists.
   *
   * @param keepsNumbers whether numbers stay, also if they clash; refused where rows of one number
   *     are one trial
   * @param isSorted whether trials are put in the order of their numbers
   * @throws MalformedInputException if two lists have different outcomes of one trial, or trials
   *     would become one; it names both rows
   */
  public static Merged merge(List<FaultList> lists, boolean keepsNumbers, boolean isSorted) {
    ListMerge merge = new ListMerge(List.copyOf(lists), keepsNumbers);
    merge.collect();
    if (keepsNumbers && merge.clash.isPresent() && FaultList.namesFaults(merge.header)) {
      throw MalformedInputException.of(
          "--keep-numbers", "each Injection number for one trial", merge.clash.get());
    }
    List<FaultRow> rows = merge.rows();
    if (isSorted) {
      rows.sort(Comparator.comparingLong(FaultRow::injection));
    }
    FaultList first = lists.get(0);
    FaultList merged = new FaultList(first.source(), merge.header, rows, first.form());
    return new Merged(SomeFaults.require(merged), merge.notes());
  }

  private void collect() {
    for (int i = 0; i < lists.size(); i++) {
      FaultList list = lists.get(i);
      ordinals[i] = new int[list.trials().size()];
      for (int trial = 0; trial < ordinals[i].length; trial++) {
        ordinals[i][trial] = add(new Origin(list, trial));
      }
    }
  }

  private int add(Origin origin) {
    Trial trial = origin.told();
    Integer earlier = known.putIfAbsent(trial.identity(), kept.size());
    if (earlier != null) {
      repeated++;
      reconcile(earlier, origin);
      return DROPPED;
    }
    Origin sameNumber = numbers.putIfAbsent(trial.id(), origin);
    // As published, a list may give a number to several trials of its own.
    boolean mayRepeat = !FaultList.namesFaults(header);
    if (sameNumber != null && clash.isEmpty() && !(mayRepeat && sameNumber.list == origin.list)) {
      clash =
          Optional.of(
              "%d for those of %s and %s"
                  .formatted(trial.id(), sameNumber.where(), origin.where()));
    }
    kept.add(origin);
    return kept.size() - 1;
  }

  /** Takes the outcomes of a trial that is there already, or checks that they are the same. */
  private void reconcile(int ordinal, Origin origin) {
    Origin told = outcomes.getOrDefault(ordinal, kept.get(ordinal));
    Optional<ImageCounts> before = told.list.rows(told.trial).get(0).counts();
    Optional<ImageCounts> now = origin.list.rows(origin.trial).get(0).counts();
    if (before.isEmpty() && now.isPresent()) {
      outcomes.put(ordinal, origin);
    } else if (now.isPresent() && !now.equals(before)) {
      throw MalformedInputException.of(
          origin.where(),
          "the outcomes that %s has of the same trial, %s".formatted(told.where(), text(before)),
          text(now));
    }
  }

  private static String text(Optional<ImageCounts> counts) {
    return counts
        .map(
            count ->
                "(%d, %d, %d) of %d"
                    .formatted(
                        count.masked(), count.nonCritical(), count.critical(), count.images()))
        .orElseThrow();
  }

  private List<FaultRow> rows() {
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      FaultList list = lists.get(i);
      int[] places = list.header().equals(header) ? new int[0] : places(list);
      int[] next = new int[ordinals[i].length];
      for (int row = 0; row < list.rows().size(); row++) {
        int trial = list.trialOf(row);
        int ordinal = ordinals[i][trial];
        int inTrial = next[trial]++;
        if (ordinal != DROPPED) {
          FaultRow own = arranged(list.rows().get(row), places);
          FaultRow told = withOutcomes(own, ordinal, inTrial);
          rows.add(isNumberedAnew() ? told.numbered(ordinal) : told);
        }
      }
    }
    return rows;
  }

  private boolean isNumberedAnew() {
    return clash.isPresent() && !keepsNumbers;
  }

  private int[] places(FaultList list) {
    return header.stream().mapToInt(list.header()::indexOf).toArray();
  }

  /** The row in the columns of all lists; blank where it has none. */
  private static FaultRow arranged(FaultRow row, int... places) {
    if (places.length == 0) {
      return row;
    }
    List<String> cells = new ArrayList<>();
    for (int place : places) {
      cells.add(place < 0 ? "" : row.cells().get(place));
    }
    return new FaultRow(row.line(), row.injection(), row.fault(), row.counts(), cells);
  }

  /** The row with what the list that knows its outcomes has in columns where it has nothing. */
  private FaultRow withOutcomes(FaultRow row, int ordinal, int inTrial) {
    Origin origin = outcomes.get(ordinal);
    if (origin == null) {
      return row;
    }
    FaultRow told = arranged(origin.list.rows(origin.trial).get(inTrial), places(origin.list));
    List<String> cells = new ArrayList<>(row.cells());
    for (int i = FaultList.FAULT_COLUMNS.size(); i < cells.size(); i++) {
      boolean isOutcome = FaultList.OUTCOME_COLUMNS.contains(header.get(i));
      if (isOutcome || cells.get(i).isBlank()) {
        cells.set(i, told.cells().get(i));
      }
    }
    return new FaultRow(row.line(), row.injection(), row.fault(), told.counts(), cells);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (repeated > 0) {
      notes.add("trials that were in another list, or twice, taken once: %d".formatted(repeated));
    }
    if (isNumberedAnew()) {
      boolean isDrawnAnew =
          kept.stream()
              .flatMap(origin -> origin.told().faults().stream())
              .anyMatch(Fault::isRandom);
      notes.add(
          "trials numbered anew from 0, for Injection is %s%s"
              .formatted(
                  clash.get(),
                  isDrawnAnew
                      ? "; what is random about a fault comes from its number, and is drawn anew"
                      : ""));
    } else if (clash.isPresent()) {
      notes.add("numbers kept, also where several trials have one: " + clash.get());
    }
    Set<List<?>> faults = new HashSet<>();
    long again = kept.stream().filter(origin -> !faults.add(origin.told().faults())).count();
    if (again > 0) {
      notes.add(
          "trials with the faults of another trial, under another number: %d".formatted(again));
    }
    return notes;
  }
}
