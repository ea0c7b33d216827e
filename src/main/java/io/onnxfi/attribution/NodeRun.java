package io.onnxfi.attribution;

import io.onnxfi.outcome.NanRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A faulty model run operator by operator in both frameworks, each operator on the values of the
 * first framework; where results differ beyond rounding, the second one's are passed on.
 */
final class NodeRun {
  private final List<Optional<NodeDifference>> differences;
  private final double[] ratios;
  private final String[] closest;
  private int compared;
  private List<Observation> swapped = List.of();
  private List<Observation> alone = List.of();
  private String obstacle = "";

  /** Room for this many images. */
  NodeRun(int images) {
    this.differences = new ArrayList<>(Collections.nCopies(images, Optional.empty()));
    this.ratios = new double[images];
    this.closest = new String[images];
  }

  /** A model that cannot be run this way, and why. */
  static NodeRun unavailable(int images, String obstacle) {
    NodeRun run = new NodeRun(images);
    run.obstacle = obstacle;
    return run;
  }

  void compared() {
    compared++;
  }

  void differs(int row, NodeDifference difference) {
    if (differences.get(row).isEmpty()) {
      differences.set(row, Optional.of(difference));
    }
  }

  void within(int row, String operator, double ratio) {
    if (ratio > ratios[row]) {
      ratios[row] = ratio;
      closest[row] = operator;
    }
  }

  void judged(List<Observation> withSwaps, List<Observation> withoutSwaps) {
    this.swapped = List.copyOf(withSwaps);
    this.alone = List.copyOf(withoutSwaps);
  }

  /** Why there is nothing to see here; empty if there is. */
  String obstacle() {
    return obstacle;
  }

  boolean differs() {
    return differences.stream().anyMatch(Optional::isPresent);
  }

  /** The first operator, in the order of the graph, that differs for an image. */
  Optional<NodeDifference> first(int row) {
    return differences.get(row);
  }

  /**
   * Whether the first framework has its own recorded outcome with its own values, and the other's
   * with the other's values where operators differ.
   */
  boolean explains(int row, ImagePair pair, NanRule rule) {
    return first(row).isPresent()
        && alone.get(row).outcome(rule) == pair.left()
        && swapped.get(row).outcome(rule) == pair.right();
  }

  /** Operators that were compared. */
  int operators() {
    return compared;
  }

  /** Largest difference of an image as a share of its bound, from 0 to 1. */
  double ratio(int row) {
    return ratios[row];
  }

  /** The operator of {@link #ratio}; null where no result differed at all. */
  String closest(int row) {
    return closest[row];
  }
}
