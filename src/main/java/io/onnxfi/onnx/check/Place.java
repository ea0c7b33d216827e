package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.error.Excerpt;

/**
 * Where in a model something is, for messages.
 *
 * @param graph the file, and what leads to a graph within the model's
 * @param index of a node in it
 * @param node the node
 */
record Place(String graph, int index, NodeProto node) {
  /** As {@code m.onnx: node 3 'conv1' (Conv)}. */
  @Override
  public String toString() {
    return graph + ": " + name();
  }

  /** As {@code node 3 'conv1' (Conv)}. */
  String name() {
    String own = node.getName().isEmpty() ? "" : " " + quoted(node.getName());
    return "node %d%s (%s)".formatted(index, own, Excerpt.of(node.getOpType()));
  }

  /** A name from a file, in quotes, on one line, and not endless. */
  static String quoted(String name) {
    return Excerpt.quoted(name);
  }
}
