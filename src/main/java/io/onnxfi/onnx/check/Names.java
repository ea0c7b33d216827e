package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every value has one name and one source, and is there before it is read: ONNX's "static single
 * assignment", with nodes in topological order. A graph within a node sees the values outside.
 */
final class Names {
  /**
   * Graphs within graphs; a framework may take time that doubles with each. Exporters nest two or
   * three.
   */
  private static final int DEEPEST = 8;

  private final String where;
  private final Names outside;
  private final int depth;
  private final Set<String> visible = new HashSet<>();
  private final Map<String, Integer> writers = new HashMap<>();

  private Names(String where, Names outside) {
    this.where = where;
    this.outside = outside;
    this.depth = outside == null ? 0 : outside.depth + 1;
    if (depth > DEEPEST) {
      throw new UnsupportedInputException(
          "%s: expected graphs within graphs at most %d deep, found more"
              .formatted(outermost(), DEEPEST));
    }
  }

  private String outermost() {
    return depth <= 1 ? where : outside.outermost();
  }

  /** Requires it of the graph, the graphs within it, and the functions. */
  static void require(ModelProto model, String where) {
    graph(model.getGraph(), where, null);
    for (FunctionProto function : model.getFunctionsList()) {
      Names scope = new Names(where + ": function " + Place.quoted(function.getName()), null);
      function.getInputList().forEach(name -> scope.define(name, "an input"));
      scope.nodes(function.getNodeList());
      function.getOutputList().forEach(scope::requireOutput);
    }
  }

  private static void graph(GraphProto graph, String where, Names outside) {
    Names scope = new Names(where, outside);
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      scope.define(input.getName(), "an input");
      inputs.add(input.getName());
    }
    graph.getInitializerList().forEach(tensor -> scope.constant(tensor.getName(), inputs));
    graph
        .getSparseInitializerList()
        .forEach(sparse -> scope.constant(sparse.getValues().getName(), inputs));
    scope.nodes(graph.getNodeList());
    if (graph.getOutputCount() == 0) {
      throw MalformedInputException.of(where, "at least one output", "none");
    }
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      scope.requireOutput(output.getName());
      if (!outputs.add(output.getName())) {
        throw MalformedInputException.of(
            where, "outputs of different names", Place.quoted(output.getName()) + " twice");
      }
    }
  }

  /** An initializer may be the default of an input. */
  private void constant(String name, Set<String> inputs) {
    if (!inputs.contains(name)) {
      define(name, "an initializer");
    }
  }

  private void define(String name, String what) {
    if (name.isEmpty()) {
      throw MalformedInputException.of(where, "a name for every value", what + " without one");
    }
    if (!visible.add(name)) {
      throw MalformedInputException.of(
          where,
          "every value to be defined once",
          "%s %s again".formatted(what, Place.quoted(name)));
    }
  }

  private void nodes(List<NodeProto> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      for (String output : nodes.get(i).getOutputList()) {
        writers.put(output, i);
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      node(new Place(where, i, nodes.get(i)), nodes);
    }
  }

  private void node(Place place, List<NodeProto> nodes) {
    for (String input : place.node().getInputList()) {
      if (!input.isEmpty() && !sees(input)) {
        throw unseen(place, input, nodes);
      }
    }
    for (AttributeProto attribute : place.node().getAttributeList()) {
      String inside = place + ", " + Place.quoted(attribute.getName());
      if (attribute.hasG()) {
        graph(attribute.getG(), inside, this);
      }
      attribute.getGraphsList().forEach(graph -> graph(graph, inside, this));
    }
    for (String output : place.node().getOutputList()) {
      if (!output.isEmpty() && !visible.add(output)) {
        throw MalformedInputException.of(
            place.toString(),
            "every value to be defined once",
            "its output %s again".formatted(Place.quoted(output)));
      }
    }
  }

  private boolean sees(String name) {
    return visible.contains(name) || (outside != null && outside.sees(name));
  }

  private void requireOutput(String name) {
    if (!sees(name)) {
      throw MalformedInputException.of(
          where,
          "every output to be computed",
          name.isEmpty() ? "one without a name" : Place.quoted(name) + ", which no node computes");
    }
  }

  private MalformedInputException unseen(Place place, String input, List<NodeProto> nodes) {
    String found = "input " + Place.quoted(input);
    Integer writer = writers.get(input);
    if (writer == null) {
      return MalformedInputException.of(
          place.toString(), "inputs that are defined", found + ", which nothing defines");
    }
    Optional<String> cycle = cycle(place.index(), nodes);
    if (cycle.isPresent()) {
      return MalformedInputException.of(
          place.toString(),
          "nodes without a cycle",
          "%s, which depends on the node itself: %s".formatted(found, cycle.get()));
    }
    return MalformedInputException.of(
        place.toString(),
        "nodes in topological order",
        "%s of %s, which comes later"
            .formatted(found, new Place(where, writer, nodes.get(writer)).name()));
  }

  /** A way from a node back to itself, against the flow of values. */
  private Optional<String> cycle(int from, List<NodeProto> nodes) {
    Map<Integer, Integer> reader = new HashMap<>();
    List<Integer> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.remove(open.size() - 1);
      for (String input : nodes.get(at).getInputList()) {
        Integer writer = writers.get(input);
        if (writer != null && writer == from) {
          return Optional.of(path(from, at, reader));
        }
        if (writer != null && reader.putIfAbsent(writer, at) == null) {
          open.add(writer);
        }
      }
    }
    return Optional.empty();
  }

  private static String path(int from, int last, Map<Integer, Integer> reader) {
    int length = 1;
    for (int at = last; at != from; at = reader.get(at)) {
      length++;
    }
    return length == 1 ? "it reads its own output" : "a cycle of %d nodes".formatted(length);
  }
}
