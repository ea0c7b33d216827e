package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.onnxfi.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The nodes of a graph that are computed in TorchScript: a function for each, which calls the
 * operator's with the node's attributes in it.
 */
final class NodeScript {
  private final Map<String, KernelFunction> functions = new LinkedHashMap<>();
  private final List<String> nodes = new ArrayList<>();
  private NDManager manager;
  private TorchScript script;

  /**
   * Adds a node.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if it has an input or attribute that the
   *     function lacks, or lacks one that it needs
   */
  Operator add(KernelFunction function, NodeReader reader) {
    KernelLibrary.standard().collect(function, functions);
    Node node = reader.node();
    String name = "node" + node.position();
    nodes.add(source(name, function, reader));
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.input(i).isPresent()) {
        present.add(i);
      }
    }
    return (inputs, pass) -> {
      List<NDArray> given = present.stream().map(inputs::get).toList();
      NDManager owner = given.isEmpty() ? manager : given.get(0).getManager();
      return script.call(owner, name, given, pass.hasGradient());
    };
  }

  private static String source(String name, KernelFunction function, NodeReader reader) {
    Node node = reader.node();
    StringJoiner head = new StringJoiner(", ", "def " + name + "(", ") -> ");
    StringJoiner call = new StringJoiner(", ", "self." + function.name() + "(", ")");
    NodeArguments arguments = new NodeArguments(function, reader);
    int inputs = node.inputs().size();
    for (int i = 0; i < inputs; i++) {
      if (node.input(i).isPresent()) {
        head.add("x" + i + ": Tensor");
      }
    }
    arguments.values().forEach(call::add);
    String returns = function.source().replaceFirst("(?s)^.*?\\) -> ([^:]+):.*$", "$1");
    return "%s%s:%n  return %s".formatted(head, returns, call).replace("\r\n", "\n");
  }

  /** Compiles what was added; nothing may be added any more. */
  void compile(NDManager owner) {
    this.manager = owner;
    if (!nodes.isEmpty()) {
      List<String> all = new ArrayList<>();
      functions.values().forEach(function -> all.add(function.source()));
      all.addAll(nodes);
      script = TorchScript.compile(owner, all);
    }
  }
}
