package io.onnxfi.campaign;

import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a graph may be cut without separating what an optimising runtime computes as one: a
 * convolution and its normalisation, a sum and its activation.
 *
 * <p>The rule is about operators, not architectures, and errs on the side of not cutting. It is a
 * guess about a runtime's fusions; {@link CutPlanner} checks each cut it uses by running it.
 */
final class CutPositions {
  /** Results that no runtime fuses with what follows. */
  private static final Set<String> COMPLETE =
      Set.of("Relu", "Clip", "MaxPool", "AveragePool", "GlobalAveragePool", "Concat", "Softmax");

  /** Operators that read any result as it is. */
  private static final Set<String> INDEPENDENT =
      Set.of("Conv", "Gemm", "MatMul", "MaxPool", "AveragePool", "GlobalAveragePool", "Concat");

  /** Operators that only arrange elements, and are often folded into their neighbours. */
  private static final Set<String> ARRANGING =
      Set.of(
          "Pad",
          "Reshape",
          "Flatten",
          "Transpose",
          "Identity",
          "Dropout",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Cast");

  private CutPositions() {}

  /** Positions behind which a cut separates nothing, in order; -1 and the last one included. */
  static List<Integer> of(Dataflow flow) {
    List<Integer> positions = new ArrayList<>();
    for (int position = -1; position < flow.size(); position++) {
      int after = position;
      boolean end = position == -1 || position == flow.size() - 1;
      if (end || flow.live(position).stream().allMatch(value -> separable(flow, value, after))) {
        positions.add(position);
      }
    }
    return positions;
  }

  private static boolean separable(Dataflow flow, String value, int position) {
    if (flow.producer(value).isEmpty()) {
      return true;
    }
    String maker = flow.node(flow.producer(value).getAsInt()).opType();
    if (COMPLETE.contains(maker)) {
      return true;
    }
    if (ARRANGING.contains(maker)) {
      return false;
    }
    return flow.users(value).stream()
        .filter(user -> user > position)
        .map(flow::node)
        .map(Node::opType)
        .allMatch(INDEPENDENT::contains);
  }
}
