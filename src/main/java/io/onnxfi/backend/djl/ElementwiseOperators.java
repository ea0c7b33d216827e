package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Operators that compute each element by itself, and softmax. */
final class ElementwiseOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "Add", binary(NDArray::add),
          "Sub", binary(NDArray::sub),
          "Mul", binary(NDArray::mul),
          "Relu", unary(Activation::relu),
          "Sigmoid", unary(Activation::sigmoid),
          "Identity", unary(x -> x.reshape(x.getShape())),
          "Clip", ElementwiseOperators::clip,
          "Softmax", ElementwiseOperators::softmax);

  private ElementwiseOperators() {}

  private static Operator.Factory unary(UnaryOperator<NDArray> function) {
    return reader -> {
      reader.allow();
      return (inputs, training) -> function.apply(inputs.get(0));
    };
  }

  private static Operator.Factory binary(BinaryOperator<NDArray> function) {
    return reader -> {
      reader.allow();
      return (inputs, training) -> function.apply(inputs.get(0), inputs.get(1));
    };
  }

  /** Bounds are optional inputs; the upper one wins where they cross, as ONNX demands. */
  private static Operator clip(NodeReader reader) {
    reader.allow();
    return (inputs, training) -> {
      NDArray x = inputs.get(0);
      NDArray low = inputs.size() > 1 ? inputs.get(1) : null;
      NDArray high = inputs.size() > 2 ? inputs.get(2) : null;
      if (low == null) {
        return high == null ? x.reshape(x.getShape()) : x.minimum(high);
      }
      NDArray raised = x.maximum(low);
      if (high == null) {
        return raised;
      }
      try (raised) {
        return raised.minimum(high);
      }
    };
  }

  private static Operator softmax(NodeReader reader) {
    reader.allow("axis");
    int axis = Math.toIntExact(reader.node().integer("axis", -1));
    return (inputs, training) -> inputs.get(0).softmax(axis);
  }
}
