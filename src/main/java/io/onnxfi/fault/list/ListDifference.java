package io.onnxfi.fault.list;

import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.fault.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In what two lists differ, by trials: number and faults. How their files are written does not
 * matter.
 *
 * @param left one list
 * @param right the other
 * @param onlyLeft trials of the left list that the right one has not, by place from 0
 * @param onlyRight trials of the right list that the left one has not
 * @param moved trials of both in another order: as few as could be moved to make it the same
 * @param outcomes trials of both with other outcomes
 * @param common how many trials both have
 * @param comparesOutcomes whether both have outcomes
 */
public record ListDifference(
    FaultList left,
    FaultList right,
    List<Integer> onlyLeft,
    List<Integer> onlyRight,
    List<Match> moved,
    List<Match> outcomes,
    int common,
    boolean comparesOutcomes) {
  private static final int NONE = -1;

  /** Copies. */
  public ListDifference {
    onlyLeft = List.copyOf(onlyLeft);
    onlyRight = List.copyOf(onlyRight);
    moved = List.copyOf(moved);
    outcomes = List.copyOf(outcomes);
  }

  /** A trial of both lists, by its places from 0. */
  public record Match(int left, int right) {}

  /** Compares two lists; of trials that come up repeatedly, the first is matched with the first. */
  public static ListDifference of(FaultList left, FaultList right) {
    int rights = right.trials().size();
    // The first place of each trial that is still to be matched, and the next of the same.
    Map<Trial.Identity, Integer> places = new HashMap<>();
    int[] next = new int[rights];
    for (int i = rights - 1; i >= 0; i--) {
      Integer later = places.put(right.trials().get(i).identity(), i);
      next[i] = later == null ? NONE : later;
    }
    List<Integer> onlyLeft = new ArrayList<>();
    List<Match> common = new ArrayList<>();
    boolean[] isMatched = new boolean[rights];
    for (int i = 0; i < left.trials().size(); i++) {
      Trial.Identity trial = left.trials().get(i).identity();
      int place = places.getOrDefault(trial, NONE);
      if (place == NONE) {
        onlyLeft.add(i);
      } else {
        places.put(trial, next[place]);
        isMatched[place] = true;
        common.add(new Match(i, place));
      }
    }
    List<Integer> onlyRight = new ArrayList<>();
    for (int i = 0; i < isMatched.length; i++) {
      if (!isMatched[i]) {
        onlyRight.add(i);
      }
    }
    boolean compares = hasOutcomeColumns(left) && hasOutcomeColumns(right);
    List<Match> outcomes =
        common.stream()
            .filter(
                match -> compares && !counts(left, match.left).equals(counts(right, match.right)))
            .toList();
    return new ListDifference(
        left, right, onlyLeft, onlyRight, moved(common), outcomes, common.size(), compares);
  }

  private static boolean hasOutcomeColumns(FaultList list) {
    return list.header().containsAll(FaultList.OUTCOME_COLUMNS);
  }

  /** The outcomes of a trial; nothing if the list does not tell. */
  public static Optional<ImageCounts> counts(FaultList list, int trial) {
    return list.rows(trial).get(0).counts();
  }

  /** How many trials of the left list alone have the faults of one of the right list alone. */
  public long renumbered() {
    Map<List<Fault>, Integer> others = new HashMap<>();
    onlyRight.forEach(trial -> others.merge(right.trials().get(trial).faults(), 1, Integer::sum));
    return onlyLeft.stream()
        .filter(trial -> others.merge(left.trials().get(trial).faults(), NONE, Integer::sum) >= 0)
        .count();
  }

  /** Whether the lists have the same trials in the same order with the same outcomes. */
  public boolean isSame() {
    return onlyLeft.isEmpty() && onlyRight.isEmpty() && moved.isEmpty() && outcomes.isEmpty();
  }

  /**
   * The matches outside a longest ascending sequence of places in the right list (patience sorting:
   * {@code tails[k]} is the match with the smallest place that ends a sequence of k + 1).
   */
  private static List<Match> moved(List<Match> common) {
    int[] tails = new int[common.size()];
    int[] previous = new int[common.size()];
    int length = 0;
    for (int i = 0; i < common.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (common.get(tails[middle]).right < common.get(i).right) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : tails[low - 1];
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    boolean[] stays = new boolean[common.size()];
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
      stays[i] = true;
    }
    List<Match> moved = new ArrayList<>();
    for (int i = 0; i < stays.length; i++) {
      if (!stays[i]) {
        moved.add(common.get(i));
      }
    }
    return moved;
  }
}
