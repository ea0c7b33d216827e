package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;

/** A loop whose body never ends it, and which counts to a constant or not at all. */
final class LoopRule {
  /** A second or so of the shortest body. */
  private static final long MOST_TRIPS = 1 << 24;

  private LoopRule() {}

  static Known check(Call call) {
    GraphProto body = call.graph("body");
    boolean begins =
        !call.has(1)
            || call.input(1).elements().map(on -> on.length == 1 && on[0] != 0).orElse(false);
    if (begins && goesOnForEver(body)) {
      String expected =
          "at most %,d trips of a body that never ends the loop".formatted(MOST_TRIPS);
      call.require(call.has(0), "its trip count (input 0)", expected, "none");
      Optional<long[]> trips = call.input(0).elements();
      trips.ifPresent(
          count ->
              call.requireInput(
                  count.length == 1 && count[0] <= MOST_TRIPS, 0, expected, Known.text(count)));
    }
    return Known.NOTHING;
  }

  /** Whether the condition that a body gives is the one that it got. */
  private static boolean goesOnForEver(GraphProto body) {
    if (body.getInputCount() < 2 || body.getOutputCount() == 0) {
      return false;
    }
    String value = body.getOutput(0).getName();
    for (int i = body.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = body.getNode(i);
      if (node.getOutputList().contains(value)) {
        if (!node.getOpType().equals("Identity")) {
          return false;
        }
        value = node.getInput(0);
      }
    }
    return value.equals(body.getInput(1).getName());
  }
}
