package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.NodeProto;

/**
 * Where in a model something is, for messages.
 *
 * @param graph the file, and what leads to a graph within the model's
 * @param index of a node in it
 * @param node the node
 */
record Place(String graph, int index, NodeProto node) {
  private static final int LONGEST_NAME = 80;

  /** As {@code m.onnx: node 3 'conv1' (Conv)}. */
  @Override
  public String toString() {
    return graph + ": " + name();
  }

  /** As {@code node 3 'conv1' (Conv)}. */
  String name() {
    String own = node.getName().isEmpty() ? "" : " " + quoted(node.getName());
    return "node %d%s (%s)".formatted(index, own, shown(node.getOpType()));
  }

  /** A name from a file, in quotes, on one line, and not endless. */
  static String quoted(String name) {
    return "'" + shown(name) + "'";
  }

  private static String shown(String name) {
    String line =
        name.codePoints()
            .limit(LONGEST_NAME)
            .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return name.codePointCount(0, name.length()) > LONGEST_NAME ? line + "…" : line;
  }
}
