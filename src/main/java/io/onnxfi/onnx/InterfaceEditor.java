package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes what a model takes and yields, by nodes before its first and behind its last. All that is
 * there keeps its name, so that what a fault list says of the model holds of the edited one.
 */
public final class InterfaceEditor {
  private final OnnxModel model;
  private final GraphProto.Builder graph;
  private final Set<String> taken = new HashSet<>();
  private final List<NodeProto> first = new ArrayList<>();
  private final List<NodeProto> last = new ArrayList<>();

  /** An editor that has changed nothing yet. */
  public InterfaceEditor(OnnxModel model) {
    this.model = model;
    this.graph = model.proto().getGraph().toBuilder();
    model.initializers().forEach(initializer -> taken.add(initializer.name()));
    graph.getInputList().forEach(input -> taken.add(input.getName()));
    model.nodes().forEach(node -> taken.addAll(node.outputs()));
  }

  /**
   * The name, or the first of {@code name.2}, {@code name.3} … that is not taken; taken from now.
   */
  private String free(String name) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + "." + number;
    }
    return free;
  }

  /** Leaves these outputs, and only the nodes and the text on which they depend. */
  public InterfaceEditor keepOutputs(List<String> names) {
    List<ValueInfoProto> kept =
        graph.getOutputList().stream().filter(output -> names.contains(output.getName())).toList();
    Set<String> needed = new HashSet<>(names);
    List<Integer> positions = new ArrayList<>();
    List<Node> nodes = model.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().stream().anyMatch(needed::contains)) {
        positions.add(i);
        needed.addAll(nodes.get(i).reads());
      }
    }
    Collections.reverse(positions);
    List<NodeProto> rest = positions.stream().map(graph::getNode).toList();
    graph.clearNode().addAllNode(rest).clearOutput().addAllOutput(kept);
    for (int i = graph.getInitializerCount() - 1; i >= 0; i--) {
      TensorProto constant = graph.getInitializer(i);
      boolean isText = constant.getDataType() == ElementType.STRING.code();
      if (isText && !needed.contains(constant.getName())) {
        graph.removeInitializer(i);
      }
    }
    return this;
  }

  /**
   * Takes something else instead of an input, which a node makes of it.
   *
   * @param input what is taken now; its name is changed if it is taken
   * @param instead name of the input that there was
   */
  public InterfaceEditor take(
      ValueInfo input, String opType, Map<String, Object> attributes, String instead) {
    String name = free(input.name());
    first.add(node(opType, List.of(name), instead, attributes));
    for (int i = 0; i < graph.getInputCount(); i++) {
      if (graph.getInput(i).getName().equals(instead)) {
        ValueInfo taken = new ValueInfo(name, input.type(), input.dims());
        graph.setInput(i, ValueInfos.encode(taken));
      }
    }
    return this;
  }

  /** Puts a constant in the place of an input. */
  public InterfaceEditor fix(String input, Tensor value) {
    for (int i = 0; i < graph.getInputCount(); i++) {
      if (graph.getInput(i).getName().equals(input)) {
        graph.removeInput(i);
        first.add(node("Constant", List.of(), input, Map.of("value", value)));
        return this;
      }
    }
    throw new IllegalArgumentException("no input '" + input + "'");
  }

  /**
   * Adds a Constant node behind the last node.
   *
   * @return its output's name
   */
  public String constant(String name, Tensor value) {
    return append("Constant", List.of(), name, Map.of("value", value));
  }

  /**
   * Adds a node behind the last one.
   *
   * @return its output's name
   */
  public String append(
      String opType, List<String> inputs, String output, Map<String, Object> attributes) {
    String name = free(output);
    last.add(node(opType, inputs, name, attributes));
    return name;
  }

  /**
   * Gives something else instead of an output, which a node makes of it.
   *
   * @param instead what is given now, by a name that is not taken
   */
  public InterfaceEditor replace(
      String output, String opType, Map<String, Object> attributes, ValueInfo instead) {
    if (!taken.add(instead.name())) {
      throw new UnsupportedInputException(
          "the model has a value '%s' already".formatted(instead.name()));
    }
    last.add(node(opType, List.of(output), instead.name(), attributes));
    for (int i = 0; i < graph.getOutputCount(); i++) {
      if (graph.getOutput(i).getName().equals(output)) {
        graph.setOutput(i, ValueInfos.encode(instead));
      }
    }
    return this;
  }

  /** Gives this instead of all there was. */
  public InterfaceEditor give(ValueInfo output) {
    graph.clearOutput().addOutput(ValueInfos.encode(output));
    return this;
  }

  private static NodeProto node(
      String opType, List<String> inputs, String output, Map<String, Object> attributes) {
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

  /** The edited model. */
  public OnnxModel build() {
    List<NodeProto> nodes = new ArrayList<>(first);
    nodes.addAll(graph.getNodeList());
    nodes.addAll(last);
    GraphProto edited = graph.clone().clearNode().addAllNode(nodes).build();
    return new OnnxModel(model.proto().toBuilder().setGraph(edited).build(), model.external());
  }
}
