package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.Dataflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which faults are run by the same plan. Those in one initializer share its plan, those in the same
 * few initializers likewise. Faults that strike many initializers at once are seldom in the same:
 * those that begin at about the same depth share a plan for all of theirs. Those in one value that
 * a node computes share its plan; those in several values at once have none.
 *
 * @param sets of initializers with a plan of their own, in the order of their first users
 */
record FaultGroups(List<Set<String>> sets) {
  /** Sets of several initializers that may have a plan each. */
  private static final int MOST_SETS = 24;

  /** Where there are more, depths at which a plan may begin. */
  private static final int DEPTHS = 12;

  /** Copies. */
  FaultGroups {
    sets = List.copyOf(sets);
  }

  /**
   * The groups of some faults.
   *
   * @param struck what each fault changes
   */
  static FaultGroups of(Dataflow flow, Collection<Set<String>> struck) {
    Set<Set<String>> distinct = new LinkedHashSet<>(struck);
    distinct.removeIf(set -> set.isEmpty() || (set.size() > 1 && hasValue(flow, set)));
    List<Set<String>> several = distinct.stream().filter(set -> set.size() > 1).toList();
    List<Set<String>> groups =
        new ArrayList<>(distinct.stream().filter(set -> set.size() == 1).toList());
    groups.addAll(several.size() <= MOST_SETS ? several : byDepth(flow, several));
    groups.sort((a, b) -> Integer.compare(first(flow, a), first(flow, b)));
    return new FaultGroups(groups);
  }

  private static List<Set<String>> byDepth(Dataflow flow, List<Set<String>> sets) {
    List<Integer> depths = sets.stream().map(set -> first(flow, set)).sorted().toList();
    Map<Integer, Set<String>> joined = new LinkedHashMap<>();
    for (Set<String> set : sets) {
      int rank = depths.indexOf(first(flow, set)) * DEPTHS / depths.size();
      joined.computeIfAbsent(rank, depth -> new HashSet<>()).addAll(set);
    }
    return List.copyOf(joined.values());
  }

  /** Whether one of these is a value that a node computes. */
  static boolean hasValue(Dataflow flow, Set<String> set) {
    return set.stream().anyMatch(flow::isVarying);
  }

  /** Where the first of a set is computed, or meets what depends on the images; -1 if none does. */
  private static int first(Dataflow flow, Set<String> set) {
    return set.stream().mapToInt(name -> first(flow, name)).filter(p -> p >= 0).min().orElse(-1);
  }

  private static int first(Dataflow flow, String name) {
    return flow.isVarying(name)
        ? flow.producer(name).orElse(-1)
        : flow.meetings(name).stream().findFirst().orElse(-1);
  }

  /** That of a set which the model uses or computes first. */
  static String earliest(Dataflow flow, Set<String> set) {
    int first = first(flow, set);
    return set.stream()
        .filter(name -> first(flow, name) == first)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The group that a fault is run with: the smallest that holds all that it changes. */
  Set<String> of(Set<String> struck) {
    Set<String> best = Set.of();
    for (Set<String> set : sets) {
      if ((best.isEmpty() || set.size() < best.size()) && set.containsAll(struck)) {
        best = set;
      }
    }
    return best;
  }
}
