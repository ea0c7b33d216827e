package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.Lifetimes;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OperatorTrait;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a graph may be cut without separating what an optimising runtime computes as one: a
 * convolution and its normalisation, a sum and its activation.
 *
 * <p>The rule is about operators, not architectures, and errs on the side of not cutting. It is a
 * guess about a runtime's fusions; {@link CutPlanner} checks each cut it uses by running it.
 */
final class CutPositions {
  private CutPositions() {}

  /** Positions behind which a cut separates nothing, in order; -1 and the last one included. */
  static List<Integer> of(Dataflow flow) {
    int[] against = flow.lifetimes().against(span -> inseparableUntil(flow, span));
    List<Integer> positions = new ArrayList<>();
    for (int position = -1; position < flow.size(); position++) {
      boolean end = position == -1 || position == flow.size() - 1;
      if (end || against[position + 1] == 0) {
        positions.add(position);
      }
    }
    return positions;
  }

  /**
   * The first position from which on a cut does not separate a value from what it is fused with.
   */
  private static int inseparableUntil(Dataflow flow, Lifetimes.Span span) {
    if (span.made() < 0) {
      return span.made();
    }
    Node maker = flow.node(span.made());
    if (OperatorTrait.ENDS_FUSION.of(maker)) {
      return span.made();
    }
    if (OperatorTrait.FOLDS.of(maker)) {
      return span.last();
    }
    List<Integer> users = flow.users(span.value());
    for (int i = users.size() - 1; i >= 0; i--) {
      if (!OperatorTrait.BEGINS_FUSION.of(flow.node(users.get(i)))) {
        return users.get(i);
      }
    }
    return span.made();
  }
}
