package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The constants that are stored within the bodies of nodes ({@code If}, {@code Loop}, {@code
 * Scan}): as initializers, sparse ones, or {@code Constant} nodes.
 *
 * <p>A body reads values of the graphs around it by name, so that a constant means the same in the
 * outermost graph, if no other value has its name. What a body takes in or yields stays its own.
 */
final class BodyConstants {
  private final Map<String, Integer> definitions = new HashMap<>();

  private BodyConstants(GraphProto graph) {
    count(graph);
  }

  private void count(GraphProto graph) {
    defined(graph).forEach(name -> definitions.merge(name, 1, Integer::sum));
    graph.getNodeList().forEach(node -> bodies(node).forEach(this::count));
  }

  private static Set<String> defined(GraphProto graph) {
    Set<String> names = new HashSet<>();
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    constants(graph).forEach(constant -> names.add(constant.getOutput(0)));
    names.remove("");
    return names;
  }

  private static List<GraphProto> bodies(NodeProto node) {
    List<GraphProto> bodies = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        bodies.add(attribute.getG());
      }
      bodies.addAll(attribute.getGraphsList());
    }
    return bodies;
  }

  /** Every constant of one graph as a Constant node, in whatever form it is stored. */
  private static List<NodeProto> constants(GraphProto graph) {
    List<NodeProto> constants = new ArrayList<>();
    graph
        .getInitializerList()
        .forEach(
            tensor ->
                constants.add(
                    constant(
                        tensor.getName(),
                        AttributeProto.newBuilder()
                            .setName("value")
                            .setType(AttributeType.TENSOR)
                            .setT(tensor))));
    graph
        .getSparseInitializerList()
        .forEach(
            sparse ->
                constants.add(
                    constant(
                        sparse.getValues().getName(),
                        AttributeProto.newBuilder()
                            .setName("sparse_value")
                            .setType(AttributeType.SPARSE_TENSOR)
                            .setSparseTensor(sparse))));
    graph.getNodeList().stream()
        .filter(node -> node.getOpType().equals("Constant") && node.getOutputCount() == 1)
        .forEach(constants::add);
    return constants;
  }

  private static NodeProto constant(String name, AttributeProto.Builder value) {
    return NodeProto.newBuilder().setOpType("Constant").addOutput(name).addAttribute(value).build();
  }

  /** The constants of a body that it keeps to itself. */
  private static List<NodeProto> inner(GraphProto body) {
    Set<String> shared = new HashSet<>();
    body.getInputList().forEach(input -> shared.add(input.getName()));
    body.getOutputList().forEach(output -> shared.add(output.getName()));
    return constants(body).stream().filter(node -> !shared.contains(node.getOutput(0))).toList();
  }

  /** The constants within all bodies of a graph, as Constant nodes, in the order of the file. */
  static List<NodeProto> of(GraphProto graph) {
    List<NodeProto> constants = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      for (GraphProto body : bodies(node)) {
        constants.addAll(inner(body));
        constants.addAll(of(body));
      }
    }
    return constants;
  }

  /**
   * The graph with a name of its own for each constant within a body. One whose name another value
   * has, in any graph, gets that of its node and branch in front.
   */
  static GraphProto named(GraphProto graph) {
    BodyConstants all = new BodyConstants(graph);
    boolean isClear = of(graph).stream().allMatch(node -> all.isSingle(node.getOutput(0)));
    return isClear ? graph : all.within(graph, Map.of());
  }

  private boolean isSingle(String name) {
    return definitions.get(name) == 1;
  }

  /** A graph in which names are others where it reads or, in its bodies, stores constants. */
  private GraphProto within(GraphProto graph, Map<String, String> names) {
    return withNodes(
        graph,
        names,
        (node, body) -> {
          Map<String, String> inside = new HashMap<>(names);
          defined(body).forEach(inside::remove);
          String place = node.getName().isEmpty() ? node.getOpType() : node.getName();
          for (NodeProto constant : inner(body)) {
            String name = constant.getOutput(0);
            if (!isSingle(name)) {
              inside.put(name, free(place + "/" + body.getName() + "/" + name));
            }
          }
          return within(body, inside);
        });
  }

  private String free(String name) {
    String free = name;
    for (int number = 2; definitions.putIfAbsent(free, 1) != null; number++) {
      free = name + "." + number;
    }
    return free;
  }

  /** The graph without these constants in its bodies. */
  static GraphProto without(GraphProto graph, Set<String> names) {
    return withNodes(graph, Map.of(), (node, body) -> without(cleared(body, names), names));
  }

  private static GraphProto cleared(GraphProto body, Set<String> names) {
    GraphProto.Builder kept =
        body.toBuilder().clearInitializer().clearSparseInitializer().clearNode().clearValueInfo();
    body.getInitializerList().stream()
        .filter(tensor -> !names.contains(tensor.getName()))
        .forEach(kept::addInitializer);
    body.getSparseInitializerList().stream()
        .filter(sparse -> !names.contains(sparse.getValues().getName()))
        .forEach(kept::addSparseInitializer);
    body.getNodeList().stream().filter(node -> !isConstantOf(node, names)).forEach(kept::addNode);
    body.getValueInfoList().stream()
        .filter(value -> !names.contains(value.getName()))
        .forEach(kept::addValueInfo);
    return kept.build();
  }

  /** Whether a node does nothing but hold one of these constants. */
  static boolean isConstantOf(NodeProto node, Set<String> names) {
    return node.getOpType().equals("Constant") && names.contains(node.getOutput(0));
  }

  /** A graph with other names of values, and other bodies. */
  private static GraphProto withNodes(
      GraphProto graph,
      Map<String, String> names,
      BiFunction<NodeProto, GraphProto, GraphProto> bodies) {
    GraphProto.Builder edited = graph.toBuilder().clearNode().clearValueInfo();
    for (NodeProto node : graph.getNodeList()) {
      edited.addNode(
          bodies(node).isEmpty() && names.isEmpty() ? node : edited(node, names, bodies));
    }
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      String name = graph.getInitializer(i).getName();
      edited.getInitializerBuilder(i).setName(names.getOrDefault(name, name));
    }
    for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
      String name = graph.getSparseInitializer(i).getValues().getName();
      edited
          .getSparseInitializerBuilder(i)
          .getValuesBuilder()
          .setName(names.getOrDefault(name, name));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      String name = graph.getOutput(i).getName();
      edited.getOutputBuilder(i).setName(names.getOrDefault(name, name));
    }
    for (ValueInfoProto value : graph.getValueInfoList()) {
      String name = value.getName();
      edited.addValueInfo(value.toBuilder().setName(names.getOrDefault(name, name)));
    }
    return edited.build();
  }

  private static NodeProto edited(
      NodeProto node,
      Map<String, String> names,
      BiFunction<NodeProto, GraphProto, GraphProto> bodies) {
    NodeProto.Builder edited = node.toBuilder().clearInput().clearOutput().clearAttribute();
    node.getInputList().forEach(name -> edited.addInput(names.getOrDefault(name, name)));
    node.getOutputList().forEach(name -> edited.addOutput(names.getOrDefault(name, name)));
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto.Builder value = attribute.toBuilder();
      if (attribute.hasG()) {
        value.setG(bodies.apply(node, attribute.getG()));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        value.setGraphs(i, bodies.apply(node, attribute.getGraphs(i)));
      }
      edited.addAttribute(value);
    }
    return edited.build();
  }
}
