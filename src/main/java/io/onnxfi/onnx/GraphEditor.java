package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
 * <p>Initializers, inputs and outputs that are there stay as they are; no node is removed, though
 * one may become another that computes the same value.
 */
public final class GraphEditor {
  private final OnnxModel model;
  private final Set<String> defined = new HashSet<>();

  /** Of nodes; two must not have the same, other than none. */
  private final Set<String> nodeNames = new HashSet<>();

  private final List<TensorProto> initializers = new ArrayList<>();
  private final List<NodeProto> constants = new ArrayList<>();
  private final Map<Integer, List<NodeProto>> before = new HashMap<>();
  private final Map<Integer, List<NodeProto>> behind = new HashMap<>();
  private final Map<Integer, NodeProto.Builder> changed = new HashMap<>();

  /** An editor that has changed nothing yet. */
  public GraphEditor(OnnxModel model) {
    this.model = model;
    model.initializers().forEach(initializer -> defined.add(initializer.name()));
    model.inputs().forEach(input -> defined.add(input.name()));
    for (Node node : model.nodes()) {
      defined.addAll(node.outputs());
      nodeNames.add(node.name());
    }
  }

  /**
   * Adds a Constant node in front of all others.
   *
   * @return its output's name
   * @throws IllegalArgumentException if the name is taken
   */
  public String constant(String name, Tensor value) {
    constants.add(create("Constant", List.of(), List.of(name), Map.of("value", value)));
    return name;
  }

  /**
   * Adds an initializer.
   *
   * @return its name
   * @throws IllegalArgumentException if the name is taken
   */
  public String initializer(String name, Tensor value) {
    if (!defined.add(name)) {
      throw new IllegalArgumentException("value '" + name + "' is defined twice");
    }
    initializers.add(Tensors.encode(name, value));
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
    add(before, position, opType, inputs, List.of(output), attributes);
    return output;
  }

  /**
   * Adds a node with several outputs in front of one that is there, behind those added there
   * before.
   *
   * @throws IllegalArgumentException if an input is unknown or an output's name is taken
   */
  public void before(int position, String opType, List<String> inputs, List<String> outputs) {
    add(before, position, opType, inputs, outputs, Map.of());
  }

  /**
   * Adds a node behind one that is there and those added there before.
   *
   * @param position of the node that is there
   * @param attributes see {@link GraphBuilder#node}
   * @return the output's name
   * @throws IllegalArgumentException if an input is unknown or the output's name is taken
   */
  public String behind(
      int position,
      String opType,
      List<String> inputs,
      String output,
      Map<String, Object> attributes) {
    add(behind, position, opType, inputs, List.of(output), attributes);
    return output;
  }

  private void add(
      Map<Integer, List<NodeProto>> place,
      int position,
      String opType,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    requireDefined(opType, inputs, outputs.get(0));
    place
        .computeIfAbsent(position, p -> new ArrayList<>())
        .add(create(opType, inputs, outputs, attributes));
  }

  private void requireDefined(String opType, List<String> inputs, String output) {
    for (String input : inputs) {
      if (!defined.contains(input)) {
        throw new IllegalArgumentException(
            "%s '%s' reads '%s', which nothing defines".formatted(opType, output, input));
      }
    }
  }

  /**
   * Lets a node give one of its outputs another name. The old one is free for a node behind it,
   * which all that read the value, and the graph's outputs, then get instead.
   *
   * @param position of the node that is there
   */
  public void rename(int position, String value, String other) {
    if (!defined.add(other)) {
      throw new IllegalArgumentException("value '" + other + "' is defined twice");
    }
    NodeProto.Builder node = changed(position);
    int output = node.getOutputList().indexOf(value);
    if (output < 0) {
      throw new IllegalArgumentException("node %d has no output '%s'".formatted(position, value));
    }
    node.setOutput(output, other);
    defined.remove(value);
  }

  /** The name, or the first of {@code name.2}, {@code name.3} … that is not taken. */
  public String free(String name) {
    return free(name, defined);
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + "." + number;
    }
    return free;
  }

  /** Lets a node that is there read another value as one of its inputs. */
  public void redirect(int position, int input, String value) {
    if (!defined.contains(value)) {
      throw new IllegalArgumentException("nothing defines '" + value + "'");
    }
    changed(position).setInput(input, value);
  }

  /**
   * Lets a node that is there read other values, more or fewer than before.
   *
   * @throws IllegalArgumentException if nothing defines one of them
   */
  public void rewire(int position, List<String> inputs) {
    NodeProto.Builder node = changed(position);
    requireDefined(node.getOpType(), inputs, node.getOutput(0));
    node.clearInput().addAllInput(inputs);
  }

  /** Lets a node that is there do nothing but pass its first input on as its first output. */
  public void pass(int position) {
    NodeProto.Builder node = changed(position);
    String input = node.getInput(0);
    String output = node.getOutput(0);
    node.setOpType("Identity").clearAttribute();
    node.clearInput().addInput(input).clearOutput().addOutput(output);
  }

  private NodeProto.Builder changed(int position) {
    return changed.computeIfAbsent(position, p -> model.proto().getGraph().getNode(p).toBuilder());
  }

  /** The edited model. */
  public OnnxModel build() {
    GraphProto graph = model.proto().getGraph();
    GraphProto.Builder edited = graph.toBuilder().clearNode().addAllNode(constants);
    edited.addAllInitializer(initializers);
    for (int position = 0; position < graph.getNodeCount(); position++) {
      edited.addAllNode(before.getOrDefault(position, List.of()));
      NodeProto.Builder other = changed.get(position);
      edited.addNode(other == null ? graph.getNode(position) : other.build());
      edited.addAllNode(behind.getOrDefault(position, List.of()));
    }
    return new OnnxModel(model.proto().toBuilder().setGraph(edited).build(), model.external());
  }

  /** The edited model without the initializers that nothing reads any more. */
  public OnnxModel buildWithoutUnread() {
    OnnxModel built = build();
    Set<String> read = new HashSet<>(built.outputNames());
    built.nodes().forEach(node -> read.addAll(node.reads()));
    GraphProto graph = built.proto().getGraph();
    GraphProto.Builder pruned = graph.toBuilder().clearInitializer();
    graph.getInitializerList().stream()
        .filter(tensor -> read.contains(tensor.getName()))
        .forEach(pruned::addInitializer);
    return new OnnxModel(built.proto().toBuilder().setGraph(pruned).build(), built.external());
  }

  private NodeProto create(
      String opType, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    for (String output : outputs) {
      if (!defined.add(output)) {
        throw new IllegalArgumentException("value '" + output + "' is defined twice");
      }
    }
    String name = free(outputs.get(0), nodeNames);
    nodeNames.add(name);
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(opType)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    new TreeMap<>(attributes)
        .forEach((key, value) -> node.addAttribute(GraphBuilder.attribute(key, value)));
    return node.build();
  }
}
