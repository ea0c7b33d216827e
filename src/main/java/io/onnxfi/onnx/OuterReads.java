package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the graphs within a node read from outside.
 *
 * <p>The body of an {@code If}, {@code Loop} or {@code Scan} sees all values of the graphs around
 * it by name (ONNX specification, "Graphs": names of an outer scope). Such a value is an input of
 * the node in all but its list of inputs.
 */
final class OuterReads {
  private OuterReads() {}

  /** The given inputs of a node, then the outer reads of its bodies; each once. */
  static List<String> of(NodeProto node, List<String> inputs) {
    Set<String> reads = new LinkedHashSet<>(inputs);
    reads.remove("");
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        reads.addAll(of(attribute.getG()));
      }
      attribute.getGraphsList().forEach(body -> reads.addAll(of(body)));
    }
    List<String> all = List.copyOf(reads);
    return all.equals(inputs) ? inputs : all;
  }

  /** What a body reads from the graphs around it; each once. */
  static Set<String> of(GraphProto body) {
    Set<String> inside = new HashSet<>();
    body.getInputList().forEach(input -> inside.add(input.getName()));
    body.getInitializerList().forEach(tensor -> inside.add(tensor.getName()));
    body.getSparseInitializerList().forEach(sparse -> inside.add(sparse.getValues().getName()));
    body.getNodeList().forEach(node -> inside.addAll(node.getOutputList()));
    Set<String> outer = new LinkedHashSet<>();
    for (NodeProto node : body.getNodeList()) {
      outer.addAll(of(node, node.getInputList()));
    }
    body.getOutputList().stream().map(ValueInfoProto::getName).forEach(outer::add);
    outer.removeAll(inside);
    outer.remove("");
    return outer;
  }
}
