package io.onnxfi.attribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does an operator give other values in the two frameworks on equal inputs, and do the first
 * framework's outcomes become the other's when it is given the other's values there?
 */
final class OperatorExperiment implements Experiment {
  @Override
  public List<Finding> examine(Trial trial, List<Integer> open) {
    NodeRun nodes = trial.nodes();
    List<Integer> explained =
        open.stream().filter(row -> nodes.explains(row, trial.pair(row), trial.rule())).toList();
    if (explained.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> examples = new LinkedHashMap<>();
    explained.forEach(row -> examples.putIfAbsent(nodes.first(row).orElseThrow().operator(), row));
    String operators =
        examples.values().stream()
            .map(row -> describe(trial, row))
            .collect(Collectors.joining("; "));
    String left = trial.left().title();
    String right = trial.right().title();
    return List.of(
        new Finding(
            Cause.OPERATOR,
            trial.images(explained),
            "%s; with the values of %s there, %s has its outcomes"
                .formatted(operators, right, left)));
  }

  /** The first operator that differs for an image. */
  static String describe(Trial trial, int row) {
    return trial.nodes().first(row).orElseThrow().text(trial.left().title(), trial.right().title())
        + " of image "
        + trial.image(row);
  }
}
