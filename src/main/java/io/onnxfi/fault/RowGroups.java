package io.onnxfi.fault;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows of a list are one trial.
 *
 * <p>Rows of one number, wherever they stand, are the faults of one trial in the order of the list;
 * trials are in the order of their first rows. Of lists as published, each row is a trial of its
 * own: their numbers repeat without meaning.
 */
final class RowGroups {
  private final int[] groupOfRow;
  private final int[] rows; // group after group
  private final int[] starts; // of the groups in rows, and behind the last

  private RowGroups(int[] groupOfRow, int[] rows, int[] starts) {
    this.groupOfRow = groupOfRow;
    this.rows = rows;
    this.starts = starts;
  }

  /** Each row by itself. */
  static RowGroups single(int count) {
    int[] each = IntStream.range(0, count).toArray();
    return new RowGroups(each, each, IntStream.rangeClosed(0, count).toArray());
  }

  /** Rows by their numbers. */
  static RowGroups byInjection(List<FaultRow> list) {
    Map<Long, Integer> known = new HashMap<>();
    int[] groupOfRow = new int[list.size()];
    for (int row = 0; row < groupOfRow.length; row++) {
      int next = known.size();
      Integer group = known.putIfAbsent(list.get(row).injection(), next);
      groupOfRow[row] = group == null ? next : group;
    }
    int[] starts = new int[known.size() + 1];
    for (int group : groupOfRow) {
      starts[group + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] free = starts.clone();
    int[] rows = new int[groupOfRow.length];
    for (int row = 0; row < rows.length; row++) {
      rows[free[groupOfRow[row]]++] = row;
    }
    return new RowGroups(groupOfRow, rows, starts);
  }

  /** How many there are. */
  int count() {
    return starts.length - 1;
  }

  /** The group of a row. */
  int of(int row) {
    return groupOfRow[row];
  }

  /** The rows of a group, ascending. */
  int[] rows(int group) {
    return Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
  }
}
