package io.onnxfi.screening;

import io.onnxfi.onnx.Node;

/** An operator without a rule: what depends on faults before it is run. */
final class Unscreenable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unscreenable(Node node, String what) {
    super("%s '%s': no rule for %s".formatted(node.opType(), node.name(), what));
  }
}
