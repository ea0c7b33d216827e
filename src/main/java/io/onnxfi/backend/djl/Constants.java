package io.onnxfi.backend.djl;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Collections;
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
  private static final Set<String> FORMS =
      Set.of("value", "value_int", "value_ints", "value_float", "value_floats");

  private final OnnxModel model;
  private final Optional<Constants> outside;
  private final Set<String> outer;
  private final Map<String, Tensor> nodes = new LinkedHashMap<>();
  private final Set<String> frozen = new HashSet<>();

  /**
   * Those of a graph.
   *
   * @param outside those of the graph around it, if it is a body
   */
  Constants(OnnxModel model, Optional<Constants> outside) {
    this.model = model;
    this.outside = outside;
    this.outer = Set.copyOf(model.outerReads());
    for (Node node : model.nodes()) {
      if (isConstant(node)) {
        nodes.put(node.outputs().get(0), value(node));
      }
    }
  }

  static boolean isConstant(Node node) {
    return node.opType().equals("Constant")
        && node.attributeNames().size() == 1
        && FORMS.contains(node.attributeNames().get(0));
  }

  private static Tensor value(Node node) {
    String form = node.attributeNames().get(0);
    return switch (form) {
      case "value_int" -> Tensor.ofLongs(Shape.of(), node.integer(form, 0));
      case "value_ints" -> {
        long[] values = node.integers(form);
        yield Tensor.ofLongs(Shape.of(values.length), values);
      }
      case "value_float" -> Tensor.ofFloats(Shape.of(), node.real(form, 0));
      case "value_floats" -> {
        float[] values = node.reals(form);
        yield Tensor.ofFloats(Shape.of(values.length), values);
      }
      default -> node.tensor(form).orElseThrow();
    };
  }

  /** A constant's value, frozen from now on. */
  Optional<Tensor> take(String name) {
    if (outer.contains(name)) {
      return outside.flatMap(around -> around.take(name));
    }
    if (nodes.containsKey(name)) {
      frozen.add(name);
      return Optional.of(nodes.get(name));
    }
    Optional<Initializer> initializer = model.initializer(name);
    initializer.ifPresent(i -> frozen.add(name));
    return initializer.map(i -> model.tensor(name));
  }

  boolean isFrozen(String initializer) {
    return frozen.contains(initializer);
  }

  /** Values of Constant nodes by name: operators read them like any other value. */
  Map<String, Tensor> ofNodes() {
    return Collections.unmodifiableMap(nodes);
  }
}
