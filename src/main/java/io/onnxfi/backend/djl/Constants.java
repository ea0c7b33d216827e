package io.onnxfi.backend.djl;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values that are known before the graph runs: initializers and Constant nodes.
 *
 * <p>What an operator takes from here is frozen into it, so that it is no parameter any more:
 * neither trained nor injected.
 */
final class Constants {
  private static final Set<ElementType> FLOATING = Set.of(ElementType.FLOAT, ElementType.DOUBLE);

  private final OnnxModel model;
  private final Map<String, Tensor> nodes = new LinkedHashMap<>();
  private final Set<String> frozen = new HashSet<>();

  Constants(OnnxModel model) {
    this.model = model;
    for (Node node : model.nodes()) {
      if (isConstant(node)) {
        nodes.put(node.outputs().get(0), node.tensor("value").orElseThrow());
      }
    }
  }

  static boolean isConstant(Node node) {
    return node.opType().equals("Constant") && node.hasAttribute("value");
  }

  /** A constant's value, frozen from now on. */
  Optional<Tensor> take(String name) {
    if (nodes.containsKey(name)) {
      frozen.add(name);
      return Optional.of(nodes.get(name));
    }
    Optional<Initializer> initializer = model.initializer(name);
    initializer.ifPresent(i -> frozen.add(name));
    return initializer.map(i -> model.tensor(name));
  }

  /** The type of a constant that is not frozen, if no operator can read it as it runs. */
  Optional<ElementType> unreadable(String name) {
    if (frozen.contains(name)) {
      return Optional.empty();
    }
    return Optional.ofNullable(nodes.get(name))
        .map(Tensor::type)
        .filter(type -> !FLOATING.contains(type))
        .or(
            () ->
                model
                    .initializer(name)
                    .map(Initializer::type)
                    .filter(type -> type != ElementType.FLOAT));
  }

  boolean isFrozen(String initializer) {
    return frozen.contains(initializer);
  }

  /** Floating Constant nodes by value name: operators read them like any other value. */
  Map<String, Tensor> floatingNodes() {
    Map<String, Tensor> floating = new LinkedHashMap<>(nodes);
    floating.values().removeIf(tensor -> !FLOATING.contains(tensor.type()));
    return floating;
  }
}
