package io.onnxfi.fault;

import java.util.Arrays;

/**
 * Which rows of a list are one trial.
 *
 * <p>Rows of one number, wherever they stand, are the faults of one trial in the order of the list;
 * trials are in the order of their first rows. Of lists as published, each row is a trial of its
 * own: their numbers repeat without meaning.
 */
sealed interface RowGroups {
  /** How many there are. */
  int count();

  /** The group of a row. */
  int of(int row);

  /** The rows of a group, ascending. */
  int[] rows(int group);

  /** Each row by itself. */
  record Single(int count) implements RowGroups {
    @Override
    public int of(int row) {
      return row;
    }

    @Override
    public int[] rows(int group) {
      return new int[] {group};
    }
  }

  /** Rows by their numbers. */
  static RowGroups byInjection(Rows list) {
    FirstPlaces<Long> numbers = new FirstPlaces<>(list.size(), list::injection);
    int[] groupOfRow = new int[list.size()];
    int count = 0;
    for (int row = 0; row < groupOfRow.length; row++) {
      int first = numbers.of(row);
      groupOfRow[row] = first == row ? count++ : groupOfRow[first];
    }
    return new ByNumber(groupOfRow, count);
  }

  /** Rows of which several may be one group. */
  final class ByNumber implements RowGroups {
    private final int[] groupOfRow;
    private final int[] rows; // group after group
    private final int[] starts; // of the groups in rows, and behind the last

    private ByNumber(int[] groupOfRow, int count) {
      this.groupOfRow = groupOfRow;
      this.rows = new int[groupOfRow.length];
      this.starts = new int[count + 1];
      for (int group : groupOfRow) {
        starts[group + 1]++;
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] free = starts.clone();
      for (int row = 0; row < rows.length; row++) {
        rows[free[groupOfRow[row]]++] = row;
      }
    }

    @Override
    public int count() {
      return starts.length - 1;
    }

    @Override
    public int of(int row) {
      return groupOfRow[row];
    }

    @Override
    public int[] rows(int group) {
      return Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
    }
  }
}
