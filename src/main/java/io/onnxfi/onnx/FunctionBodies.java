package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts the bodies of a model's own functions where they are called, for a framework that knows no
 * functions. One that is written for other versions of operators than the model, or is there twice,
 * stays a call.
 */
final class FunctionBodies {
  private final ModelProto model;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private FunctionBodies(ModelProto model) {
    this.model = model;
    Set<String> overloaded = new HashSet<>();
    for (FunctionProto function : model.getFunctionsList()) {
      String key = function.getDomain() + ":" + function.getName();
      if (function.getOpsetImportList().stream().allMatch(this::isOfTheModel)
          && functions.put(key, function) != null) {
        overloaded.add(key);
      }
    }
    functions.keySet().removeAll(overloaded);
    GraphProto graph = model.getGraph();
    graph.getInputList().forEach(input -> taken.add(input.getName()));
    graph.getInitializerList().forEach(initializer -> taken.add(initializer.getName()));
    for (NodeProto node : graph.getNodeList()) {
      taken.addAll(node.getOutputList());
      taken.addAll(OuterReads.of(node, node.getInputList()));
    }
  }

  private boolean isOfTheModel(OperatorSetIdProto set) {
    return model.getOpsetImportList().contains(set);
  }

  /** The model with the bodies in it. */
  static ModelProto inline(ModelProto model) {
    FunctionBodies bodies = new FunctionBodies(model);
    List<NodeProto> nodes = new ArrayList<>();
    model.getGraph().getNodeList().forEach(node -> bodies.add(node, nodes));
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().addAllNode(nodes);
    return model.toBuilder().setGraph(graph).build();
  }

  /**
   * Adds a node, or what it calls; no function calls itself, as loading the model has made sure.
   */
  private void add(NodeProto node, List<NodeProto> nodes) {
    FunctionProto function = functions.get(node.getDomain() + ":" + node.getOpType());
    if (function == null) {
      nodes.add(node);
      return;
    }
    Map<String, String> names = new HashMap<>(Map.of("", ""));
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), i < node.getInputCount() ? node.getInput(i) : "");
    }
    for (int i = 0; i < function.getOutputCount(); i++) {
      if (i < node.getOutputCount() && !node.getOutput(i).isEmpty()) {
        names.put(function.getOutput(i), node.getOutput(i));
      }
    }
    String prefix = node.getName().isEmpty() ? node.getOpType() : node.getName();
    UnaryOperator<String> renaming =
        name -> names.computeIfAbsent(name, inner -> free(prefix + "/" + inner));
    for (NodeProto body : function.getNodeList()) {
      add(called(body, node, function, prefix, renaming), nodes);
    }
  }

  private String free(String name) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + "." + number;
    }
    return free;
  }

  private static NodeProto called(
      NodeProto body,
      NodeProto call,
      FunctionProto function,
      String prefix,
      UnaryOperator<String> renaming) {
    NodeProto.Builder node = body.toBuilder().clearInput().clearOutput().clearAttribute();
    boolean isNamed = !body.getName().isEmpty() && !prefix.isEmpty();
    node.setName(isNamed ? prefix + "/" + body.getName() : body.getName());
    body.getInputList().forEach(input -> node.addInput(renaming.apply(input)));
    body.getOutputList().forEach(output -> node.addOutput(renaming.apply(output)));
    for (AttributeProto attribute : body.getAttributeList()) {
      if (attribute.hasG()) {
        GraphProto graph = called(attribute.getG(), call, function, renaming);
        node.addAttribute(attribute.toBuilder().setG(graph));
      } else if (attribute.getRefAttrName().isEmpty()) {
        node.addAttribute(attribute);
      } else {
        given(attribute.getRefAttrName(), call, function)
            .forEach(value -> node.addAttribute(value.toBuilder().setName(attribute.getName())));
      }
    }
    return node.build();
  }

  /** A graph within a function: what it reads from outside has other names where it is called. */
  private static GraphProto called(
      GraphProto body, NodeProto call, FunctionProto function, UnaryOperator<String> renaming) {
    Set<String> outer = OuterReads.of(body);
    UnaryOperator<String> within = name -> outer.contains(name) ? renaming.apply(name) : name;
    GraphProto.Builder graph = body.toBuilder().clearNode().clearOutput();
    body.getNodeList().forEach(node -> graph.addNode(called(node, call, function, "", within)));
    body.getOutputList()
        .forEach(
            output -> graph.addOutput(output.toBuilder().setName(within.apply(output.getName()))));
    return graph.build();
  }

  /** What a call gives for an attribute of the function, else the default; one or none. */
  private static List<AttributeProto> given(String name, NodeProto call, FunctionProto function) {
    List<AttributeProto> all = new ArrayList<>(call.getAttributeList());
    all.addAll(function.getAttributeProtoList());
    return all.stream().filter(attribute -> attribute.getName().equals(name)).limit(1).toList();
  }
}
