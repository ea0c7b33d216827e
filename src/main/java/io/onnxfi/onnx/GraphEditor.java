package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds nodes to the graph of a model, and lets nodes that are there read what they compute.
 *
 * <p>Initializers, inputs and outputs stay as they are; no node is removed.
 */
public final class GraphEditor {
  private final OnnxModel model;
  private final Set<String> defined = new HashSet<>();
  private final List<NodeProto> constants = new ArrayList<>();
  private final Map<Integer, List<NodeProto>> before = new HashMap<>();
  private final Map<Integer, NodeProto.Builder> changed = new HashMap<>();

  /** An editor that has changed nothing yet. */
  public GraphEditor(OnnxModel model) {
    this.model = model;
    model.initializers().forEach(initializer -> defined.add(initializer.name()));
    model.inputs().forEach(input -> defined.add(input.name()));
    model.nodes().forEach(node -> defined.addAll(node.outputs()));
  }

  /**
   * Adds a Constant node in front of all others.
   *
   * @return its output's name
   * @throws IllegalArgumentException if the name is taken
   */
  public String constant(String name, Tensor value) {
    constants.add(create("Constant", List.of(), name, Map.of("value", value)));
    return name;
  }

  /**
   * Adds a node in front of one that is there, behind those added there before.
   *
   * @param position of the node that is there
   * @param attributes see {@link GraphBuilder#node}
   * @return the output's name
   * @throws IllegalArgumentException if an input is unknown or the output's name is taken
   */
  public String before(
      int position,
      String opType,
      List<String> inputs,
      String output,
      Map<String, Object> attributes) {
    for (String input : inputs) {
      if (!defined.contains(input)) {
        throw new IllegalArgumentException(
            "%s '%s' reads '%s', which nothing defines".formatted(opType, output, input));
      }
    }
    before
        .computeIfAbsent(position, p -> new ArrayList<>())
        .add(create(opType, inputs, output, attributes));
    return output;
  }

  /** Lets a node that is there read another value as one of its inputs. */
  public void redirect(int position, int input, String value) {
    if (!defined.contains(value)) {
      throw new IllegalArgumentException("nothing defines '" + value + "'");
    }
    changed
        .computeIfAbsent(position, p -> model.proto().getGraph().getNode(p).toBuilder())
        .setInput(input, value);
  }

  /** The edited model. */
  public OnnxModel build() {
    GraphProto graph = model.proto().getGraph();
    GraphProto.Builder edited = graph.toBuilder().clearNode().addAllNode(constants);
    for (int position = 0; position < graph.getNodeCount(); position++) {
      edited.addAllNode(before.getOrDefault(position, List.of()));
      NodeProto.Builder other = changed.get(position);
      edited.addNode(other == null ? graph.getNode(position) : other.build());
    }
    return new OnnxModel(model.proto().toBuilder().setGraph(edited).build(), model.external());
  }

  private NodeProto create(
      String opType, List<String> inputs, String output, Map<String, Object> attributes) {
    if (!defined.add(output)) {
      throw new IllegalArgumentException("value '" + output + "' is defined twice");
    }
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(opType)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output);
    new TreeMap<>(attributes)
        .forEach((key, value) -> node.addAttribute(GraphBuilder.attribute(key, value)));
    return node.build();
  }
}
