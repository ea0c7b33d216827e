package io.onnxfi.backend.djl;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import io.onnxfi.tensor.ElementType;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Operators that compute each element by itself, and softmax. */
final class ElementwiseOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.ofEntries(
          entry("Abs", unary(NDArray::abs)),
          entry("Add", binary(NDArray::add)),
          entry("Cast", ElementwiseOperators::cast),
          entry("Sub", binary(NDArray::sub)),
          entry("Mul", binary(NDArray::mul)),
          entry("Div", binary(NDArray::div)),
          entry("Relu", unary(Activation::relu)),
          entry("Sigmoid", unary(Activation::sigmoid)),
          entry("Tanh", unary(NDArray::tanh)),
          entry("Erf", unary(NDArray::erf)),
          entry("Gelu", ElementwiseOperators::gelu),
          entry("Identity", unary(x -> x.reshape(x.getShape()))),
          entry("Clip", ElementwiseOperators::clip),
          entry("Softmax", ElementwiseOperators::softmax));

  /** By code of the ONNX element type. */
  private static final Map<Long, DataType> TYPES =
      Map.of(
          (long) ElementType.FLOAT.code(),
          DataType.FLOAT32,
          (long) ElementType.DOUBLE.code(),
          DataType.FLOAT64);

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

  /** The exact one: x · ½ (1 + erf(x / √2)). */
  private static Operator gelu(NodeReader reader) {
    reader.allow("approximate");
    String approximate = reader.node().text("approximate", "none");
    reader.require(approximate.equals("none"), "approximate " + approximate);
    return (inputs, training) -> Activation.gelu(inputs.get(0));
  }

  /** Between the two types that it is needed for: wide enough to round in, and back. */
  private static Operator cast(NodeReader reader) {
    reader.allow("to");
    long to = reader.node().integer("to", 0);
    reader.require(TYPES.containsKey(to), "to element type " + to);
    DataType type = TYPES.get(to);
    return (inputs, training) -> inputs.get(0).toType(type, true);
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
