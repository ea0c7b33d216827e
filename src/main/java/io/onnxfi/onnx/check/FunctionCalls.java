package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many nodes a graph has once the bodies of its functions stand in place of their calls: some
 * lines of functions that call each other twice are more nodes than any machine holds.
 */
final class FunctionCalls {
  /** Nodes of the graph of which frameworks make a session within minutes. */
  private static final long MOST_NODES = 1 << 17;

  /** Calls within calls. */
  private static final int DEEPEST = 64;

  private final String where;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private FunctionCalls(ModelProto model, String where) {
    this.where = where;
    model.getFunctionsList().forEach(f -> functions.put(key(f.getDomain(), f.getName()), f));
  }

  /** Requires calls that end, and few enough of them. Takes time in proportion to the nodes. */
  static void require(ModelProto model, String where) {
    FunctionCalls calls = new FunctionCalls(model, where);
    if (calls.functions.size() == model.getFunctionsCount()) { // none is overloaded
      calls.size(model.getGraph().getNodeList());
    }
  }

  private static String key(String domain, String name) {
    return domain + ":" + name;
  }

  private long size(List<NodeProto> nodes) {
    long size = 0;
    for (NodeProto node : nodes) {
      String callee = key(node.getDomain(), node.getOpType());
      long own = functions.containsKey(callee) ? called(callee) : 1;
      for (GraphProto graph : graphs(node)) {
        own += size(graph.getNodeList());
      }
      size += own;
      if (own > 1 && size > MOST_NODES) {
        throw new UnsupportedInputException(
            "%s: expected at most %,d nodes with the bodies of functions in place of their calls,"
                    .formatted(where, MOST_NODES)
                + " found more, with those of "
                + Place.quoted(node.getOpType()));
      }
    }
    return size;
  }

  private static List<GraphProto> graphs(NodeProto node) {
    List<GraphProto> graphs = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        graphs.add(attribute.getG());
      }
      graphs.addAll(attribute.getGraphsList());
    }
    return graphs;
  }

  private long called(String callee) {
    Long known = sizes.get(callee);
    if (known != null) {
      return known;
    }
    FunctionProto function = functions.get(callee);
    String place = where + ": function " + Place.quoted(function.getName());
    if (!open.add(callee)) {
      throw MalformedInputException.of(
          place, "a body without calls of itself", "one that comes back to it");
    }
    if (open.size() > DEEPEST) {
      throw new UnsupportedInputException(
          "%s: expected calls within calls at most %d deep, found more".formatted(place, DEEPEST));
    }
    long size = Math.max(1, size(function.getNodeList()));
    open.remove(callee);
    sizes.put(callee, size);
    return size;
  }
}
