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
  public List<Finding> examine(Examination examination, List<Integer> open) {
    NodeRun nodes = examination.nodes();
    List<Integer> explained =
        open.stream()
            .filter(row -> nodes.explains(row, examination.pair(row), examination.rule()))
            .toList();
    if (explained.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> examples = new LinkedHashMap<>();
    explained.forEach(row -> examples.putIfAbsent(nodes.first(row).orElseThrow().operator(), row));
    String operators =
        examples.values().stream()
            .map(row -> describe(examination, row))
            .collect(Collectors.joining("; "));
    String left = examination.left().title();
    String right = examination.right().title();
    return List.of(
        new Finding(
            Cause.OPERATOR,
            examination.images(explained),
            "%s; with the values of %s there, %s has its outcomes"
                .formatted(operators, right, left)));
  }

  /** The first operator that differs for an image. */
  static String describe(Examination examination, int row) {
    return examination
            .nodes()
            .first(row)
            .orElseThrow()
            .text(examination.left().title(), examination.right().title())
        + " of image "
        + examination.image(row);
  }
}
