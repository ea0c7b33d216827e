package io.onnxfi.backend.djl;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a node gives to the function of its operator, in TorchScript. */
final class NodeArguments {
  /** The number of the node's outputs. */
  private static final String OUTPUTS = "_outputs";

  /** The numbers of the types of the node's inputs in ONNX, 0 where one is not known. */
  private static final String TYPES = "_types";

  private static final int MOST_ELEMENTS = 1024;

  private final KernelFunction function;
  private final NodeReader reader;
  private final Node node;

  NodeArguments(KernelFunction function, NodeReader reader) {
    this.function = function;
    this.reader = reader;
    this.node = reader.node();
  }

  /**
   * One per parameter; inputs of the node are {@code x0}, {@code x1} and so on.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if something does not fit
   */
  List<String> values() {
    List<String> values = new ArrayList<>();
    Set<String> unread = new HashSet<>(node.attributeNames());
    int next = 0;
    int inputs = node.inputs().size();
    for (KernelFunction.Parameter parameter : function.parameters()) {
      if (parameter.isInput() && parameter.takesRest()) {
        values.add(
            IntStream.range(next, inputs)
                .mapToObj(i -> "x" + i)
                .collect(Collectors.joining(", ", "annotate(List[Tensor], [", "])")));
        next = Math.max(next, inputs);
      } else if (parameter.isInput()) {
        values.add(input(parameter, next++));
        unread.remove(parameter.name());
      } else {
        values.add(attribute(parameter));
        unread.remove(parameter.name());
      }
    }
    reader.require(next >= inputs, "an input " + next);
    unread.stream()
        .sorted()
        .findFirst()
        .ifPresent(name -> reader.require(false, "attribute " + name));
    return values;
  }

  /** Inputs that older versions had as an attribute come from there. */
  private String input(KernelFunction.Parameter parameter, int i) {
    if (node.input(i).isPresent()) {
      return "x" + i;
    }
    if (node.hasAttribute(parameter.name())) {
      return "torch.tensor(" + literal(parameter.name()) + ")";
    }
    reader.require(
        parameter.type().startsWith("Optional"), "a missing input '" + parameter.name() + "'");
    return "None";
  }

  private String attribute(KernelFunction.Parameter parameter) {
    String name = parameter.name();
    if (name.equals(OUTPUTS)) {
      return Integer.toString(node.outputs().size());
    }
    if (name.equals(TYPES)) {
      return node.inputs().stream()
          .map(input -> reader.types().of(input).map(ElementType::code).orElse(0))
          .map(Object::toString)
          .collect(Collectors.joining(", ", "annotate(List[int], [", "])"));
    }
    if (!node.hasAttribute(name)) {
      return parameter
          .fallback()
          .map(text -> text.equals("[]") ? "annotate(%s, [])".formatted(parameter.type()) : text)
          .orElseThrow(() -> reader.unsupported("a missing attribute " + name));
    }
    return switch (parameter.type()) {
      case "int" -> Long.toString(node.integer(name, 0));
      case "float" -> real(node.real(name, 0));
      case "str" -> text(node.text(name, ""));
      case "Tensor", "Optional[Tensor]" -> tensor(node.tensor(name).orElseThrow());
      default -> "annotate(%s, %s)".formatted(inner(parameter.type()), literal(name));
    };
  }

  private static String inner(String type) {
    return type.startsWith("Optional[") ? type.substring(9, type.length() - 1) : type;
  }

  /** An attribute by its own type. */
  private String literal(String name) {
    return switch (node.attributeKind(name)) {
      case INT -> Long.toString(node.integer(name, 0));
      case INTS -> Arrays.toString(node.integers(name));
      case FLOAT -> real(node.real(name, 0));
      case FLOATS -> list(node.reals(name));
      case STRING -> text(node.text(name, ""));
      case STRINGS ->
          node.texts(name).stream()
              .map(NodeArguments::text)
              .collect(Collectors.joining(", ", "[", "]"));
      case TENSOR -> tensor(node.tensor(name).orElseThrow());
      case OTHER -> throw reader.unsupported("attribute " + name);
    };
  }

  private static String list(float... values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> real(values[i]))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String real(double value) {
    return Double.isFinite(value)
        ? Double.toString(value)
        : "float(\"%s\")".formatted(Double.toString(value).replace("Infinity", "inf"));
  }

  private static String text(String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"';
  }

  /** A small tensor of real or whole numbers, as it stands in an attribute. */
  private String tensor(Tensor tensor) {
    int size = Math.toIntExact(tensor.shape().size());
    reader.require(size <= MOST_ELEMENTS && tensor.type().isNumeric(), "an attribute of " + tensor);
    int type =
        TorchType.of(tensor.type())
            .orElseThrow(() -> reader.unsupported("an attribute of " + tensor))
            .code();
    String elements =
        IntStream.range(0, size)
            .mapToObj(i -> element(tensor, i))
            .collect(Collectors.joining(", "));
    return "torch.reshape(torch.tensor(annotate(List[%s], [%s]), dtype=%d), %s)"
        .formatted(
            tensor.type().isFloatingPoint() ? "float" : "int",
            elements,
            type,
            tensor.shape().rank() == 0
                ? "annotate(List[int], [])"
                : Arrays.toString(tensor.shape().dims()));
  }

  private static String element(Tensor tensor, int i) {
    if (tensor.type().isFloatingPoint()) {
      return real(ElementValues.value(tensor.type(), tensor.bits(i)));
    }
    int spare = Long.SIZE - tensor.type().bits();
    long bits = tensor.bits(i);
    boolean signed = tensor.type().signBit() >= 0;
    return Long.toString(signed ? bits << spare >> spare : bits);
  }
}
