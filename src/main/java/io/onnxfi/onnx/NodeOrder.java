package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Puts the nodes of a graph into topological order.
 *
 * <p>ONNX requires it ("Graphs": nodes must be topologically sorted), but tools that rewrite graphs
 * append their nodes at the end, and ONNX Runtime sorts what it loads. A node goes as early as what
 * it reads allows, and otherwise where the file has it: a graph in order stays as it is. Graphs
 * within nodes keep their order.
 */
final class NodeOrder {
  private NodeOrder() {}

  /** The model in order; the same model if it is, or if no order exists: then a check says why. */
  static ModelProto sorted(ModelProto model) {
    GraphProto graph = model.getGraph();
    List<Integer> order = order(graph.getNodeList());
    if (order.size() < graph.getNodeCount() || isRising(order)) {
      return model;
    }
    ModelProto.Builder sorted = model.toBuilder();
    sorted.getGraphBuilder().clearNode();
    order.forEach(place -> sorted.getGraphBuilder().addNode(graph.getNode(place)));
    return sorted.build();
  }

  private static boolean isRising(List<Integer> order) {
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) != i) {
        return false;
      }
    }
    return true;
  }

  /** Places of the nodes in order, without those that depend on a cycle. */
  private static List<Integer> order(List<NodeProto> nodes) {
    Map<String, Integer> writers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        writers.putIfAbsent(output, i);
      }
    }
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    int[] missing = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      BitSet sources = new BitSet();
      for (String read : OuterReads.of(nodes.get(i), nodes.get(i).getInputList())) {
        if (!read.isEmpty() && writers.containsKey(read)) {
          sources.set(writers.get(read));
        }
      }
      int reader = i;
      sources.stream().forEach(source -> readers.get(source).add(reader));
      missing[i] = sources.cardinality();
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(next);
      for (int reader : readers.get(next)) {
        if (--missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    return order;
  }
}
