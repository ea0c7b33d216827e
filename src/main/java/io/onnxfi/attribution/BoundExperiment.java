package io.onnxfi.attribution;

import java.util.List;
import java.util.Locale;

/**
 * Do all operators that the fault reaches agree within their rounding bounds on equal inputs? Then
 * what differs has been added up from rounding.
 */
final class BoundExperiment implements Experiment {
  @Override
  public List<Finding> examine(Examination examination, List<Integer> open) {
    NodeRun nodes = examination.nodes();
    if (!nodes.obstacle().isEmpty() || nodes.operators() == 0) {
      return List.of();
    }
    List<Integer> within =
        open.stream()
            .filter(row -> nodes.first(row).isEmpty() && examination.isFinite(row))
            .toList();
    if (within.isEmpty()) {
      return List.of();
    }
    int closest = within.get(0);
    for (int row : within) {
      closest = nodes.ratio(row) > nodes.ratio(closest) ? row : closest;
    }
    String largest =
        nodes.closest(closest) == null
            ? "all results are equal"
            : String.format(
                Locale.ROOT,
                "at most %.2g of it, in %s",
                nodes.ratio(closest),
                nodes.closest(closest));
    String evidence =
        "on equal inputs, each of %d operators agrees within its rounding bound (%s); %s"
            .formatted(nodes.operators(), largest, ScoreSizes.text(examination, within));
    return List.of(new Finding(Cause.ROUNDING_BOUND, examination.images(within), evidence));
  }
}
