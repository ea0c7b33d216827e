package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the operators that use constants, through those that only hand elements on: Identity, Cast,
 * DequantizeLinear, QuantizeLinear, Transpose, and changes of shape. Bodies of If, Loop and Scan
 * are searched where they stand in the order of nodes.
 */
final class ConstantUses {
  private static final Set<String> COPIES = Set.of("Identity", "Dropout", "CastLike");
  private static final Set<String> CONVERSIONS = Set.of("DequantizeLinear", "QuantizeLinear");

  private final Consumer<Use> consumer;
  private final Map<String, ConstantView> views = new HashMap<>();
  private final AxisMoves moves;

  private ConstantUses(AxisMoves moves, Consumer<Use> consumer) {
    this.moves = moves;
    this.consumer = consumer;
  }

  /**
   * An operator that uses a constant.
   *
   * @param position of the node in the graph; of the node whose body it is in, if it is in one
   * @param node the operator
   * @param input which of its inputs
   * @param view what it reads there
   */
  record Use(int position, NodeProto node, int input, ConstantView view) {
    WeightInput purpose() {
      return WeightInput.of(node, input);
    }

    /** The operator's own order of axes. */
    Layout order() {
      return WeightInput.order(node, input, view.layout());
    }

    boolean isTrained() {
      return view.isTrained(purpose());
    }
  }

  /** Gives all uses of these constants to {@code consumer}, in the order of nodes. */
  static void find(GraphProto graph, Collection<Initializer> constants, Consumer<Use> consumer) {
    ConstantUses uses = new ConstantUses(new AxisMoves(new KnownIntegers(graph)), consumer);
    constants.forEach(constant -> uses.views.put(constant.name(), ConstantView.of(constant)));
    for (int position = 0; position < graph.getNodeCount(); position++) {
      uses.visit(position, graph.getNode(position), new ArrayList<>());
    }
  }

  /** Follows one node; notes the names of values that it adds. */
  private void visit(int position, NodeProto node, List<String> added) {
    for (int input = 0; input < node.getInputCount(); input++) {
      ConstantView view = views.get(node.getInput(input));
      if (view == null) {
        continue;
      }
      boolean follows = input == 0 && view.isNear();
      Optional<ConstantView> next = follows ? handOn(node, view) : Optional.empty();
      if (next.isPresent()) {
        views.put(next.get().name(), next.get());
        added.add(next.get().name());
      } else {
        consumer.accept(new Use(position, node, input, view));
      }
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        body(position, attribute.getG());
      }
      attribute.getGraphsList().forEach(body -> body(position, body));
    }
  }

  /** What is made of constants in one body is not seen in the next. */
  private void body(int position, GraphProto body) {
    List<String> added = new ArrayList<>();
    body.getNodeList().forEach(node -> visit(position, node, added));
    added.forEach(views::remove);
  }

  private Optional<ConstantView> handOn(NodeProto node, ConstantView view) {
    if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
      return Optional.empty();
    }
    String type = node.getOpType();
    String value = node.getOutput(0);
    if (COPIES.contains(type)) {
      return Optional.of(view.handedOn(value, view.layout(), false));
    }
    if (CONVERSIONS.contains(type)) {
      return Optional.of(view.handedOn(value, view.layout(), true));
    }
    if (type.equals("Cast")) {
      return Optional.of(view.handedOn(value, view.layout(), isFloating(node)));
    }
    return moves.of(node, view.layout()).map(order -> view.handedOn(value, order, false));
  }

  private static boolean isFloating(NodeProto cast) {
    return cast.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals("to"))
        .flatMap(attribute -> ElementType.ofCode((int) attribute.getI()).stream())
        .anyMatch(ElementType::isFloatingPoint);
  }
}
