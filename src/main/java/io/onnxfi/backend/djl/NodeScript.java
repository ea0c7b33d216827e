package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import io.onnxfi.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A node that is computed in TorchScript, by a function that calls the operator's with the node's
 * attributes in it.
 */
final class NodeScript {
  private static final String NAME = "node";

  private NodeScript() {}

  /**
   * The operator of a node.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if it has an input or attribute that the
   *     function lacks, or lacks one that it needs
   */
  static Operator operator(KernelFunction function, NodeReader reader) {
    Node node = reader.node();
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.input(i).isPresent()) {
        present.add(i);
      }
    }
    Map<String, KernelFunction> functions = new LinkedHashMap<>();
    KernelLibrary.standard().collect(function, functions);
    List<String> sources = new ArrayList<>();
    functions.values().forEach(each -> sources.add(each.source()));
    sources.add(source(function, reader, present));
    TorchScript script = TorchScript.shared(sources);
    return (inputs, pass) -> {
      List<NDArray> given = present.stream().map(inputs::get).toList();
      return script.call(NAME, given, pass.hasGradient());
    };
  }

  private static String source(KernelFunction function, NodeReader reader, List<Integer> present) {
    StringJoiner head = new StringJoiner(", ", "def " + NAME + "(", ") -> ");
    StringJoiner call = new StringJoiner(", ", "self." + function.name() + "(", ")");
    present.forEach(i -> head.add("x" + i + ": Tensor"));
    new NodeArguments(function, reader).values().forEach(call::add);
    String returns = function.source().replaceFirst("(?s)^.*?\\) -> ([^:]+):.*$", "$1");
    return head + returns + ":\n  return " + call;
  }
}
