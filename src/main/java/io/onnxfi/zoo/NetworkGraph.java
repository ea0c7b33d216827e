package io.onnxfi.zoo;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ParameterSpec.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The graph that layers write themselves into: nodes, parameters and constants.
 *
 * <p>Constants that operators take as inputs (shapes, factors) are Constant nodes, so that the
 * initializers are exactly the published parameters.
 */
final class NetworkGraph {
  private final GraphBuilder builder;
  private final Consumer<ParameterSpec> declaration;

  /**
   * A graph to be written.
   *
   * @param declaration defines a parameter's name in {@code builder}; called in registration order
   */
  NetworkGraph(GraphBuilder builder, Consumer<ParameterSpec> declaration) {
    this.builder = builder;
    this.declaration = declaration;
  }

  /** Declares a parameter and gives back its name. */
  String parameter(String name, Role role, long... dims) {
    declaration.accept(new ParameterSpec(name, Shape.of(dims), role));
    return name;
  }

  /** A list of integers. */
  String constant(String name, long... values) {
    return constant(name, Tensor.ofLongs(Shape.of(values.length), values));
  }

  /** A float scalar. */
  String scalar(String name, double value) {
    return constant(name, Tensor.ofFloats(Shape.of(), (float) value));
  }

  private String constant(String name, Tensor value) {
    return builder.node("Constant", List.of(), name, Map.of("value", value));
  }

  /** A float input {@code [n, …]} of the graph. */
  Feature input(String name, Shape shape) {
    return new Feature(builder.input(name, ElementType.FLOAT, batched(shape)), shape);
  }

  /** An output {@code [n, …]} of the graph. */
  void output(Feature x) {
    builder.output(x.name(), ElementType.FLOAT, batched(x.shape()));
  }

  private static long[] batched(Shape shape) {
    long[] dims = new long[shape.rank() + 1];
    System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
    dims[0] = ValueInfo.DYNAMIC;
    return dims;
  }

  /** A node whose output has the node's name. */
  Feature node(
      String opType, String name, Shape shape, Map<String, Object> attributes, String... inputs) {
    return new Feature(builder.node(opType, List.of(inputs), name, attributes), shape);
  }

  /** A node without attributes. */
  Feature node(String opType, String name, Shape shape, String... inputs) {
    return node(opType, name, shape, Map.of(), inputs);
  }

  /** Elements {@code [from, to)} along one axis, counted with the batch. */
  Feature slice(Feature x, String name, int axis, long from, long to) {
    long[] dims = x.shape().dims();
    dims[axis - 1] = to - from;
    return node(
        "Slice",
        name,
        Shape.of(dims),
        x.name(),
        constant(name + ".starts", from),
        constant(name + ".ends", to),
        constant(name + ".axes", axis));
  }

  /** The same elements in another shape, given without the batch. */
  Feature reshape(Feature x, String name, long... dims) {
    long[] batched = new long[dims.length + 1];
    batched[0] = -1;
    System.arraycopy(dims, 0, batched, 1, dims.length);
    String shape = constant(name + ".shape", batched);
    return node("Reshape", name, Shape.of(dims), x.name(), shape);
  }

  /** Axes in another order, counted with the batch, which stays first. */
  Feature transpose(Feature x, String name, long... order) {
    long[] dims = new long[order.length - 1];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = x.shape().dim(Math.toIntExact(order[axis + 1]) - 1);
    }
    return node("Transpose", name, Shape.of(dims), Map.of("perm", order), x.name());
  }
}
