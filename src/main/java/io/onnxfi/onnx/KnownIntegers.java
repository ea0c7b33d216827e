package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short lists of integers that stand in a graph, such as shapes and axes. */
final class KnownIntegers {
  private static final int LONGEST = 16;

  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Map<String, List<Long>> lists = new HashMap<>();

  KnownIntegers(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getOpType().equals("Constant") || node.getOutputCount() == 0) {
        continue;
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        switch (attribute.getName()) {
          case "value" -> tensors.put(node.getOutput(0), attribute.getT());
          case "value_ints" -> lists.put(node.getOutput(0), attribute.getIntsList());
          case "value_int" -> lists.put(node.getOutput(0), List.of(attribute.getI()));
          default -> {}
        }
      }
    }
  }

  /** An input of a node, if it is a short list of integers or one of them. */
  Optional<List<Long>> input(NodeProto node, int input) {
    if (input >= node.getInputCount()) {
      return Optional.empty();
    }
    String name = node.getInput(input);
    TensorProto tensor = tensors.get(name);
    return tensor == null ? Optional.ofNullable(lists.get(name)) : decoded(tensor);
  }

  /** An attribute of a node, if it is a list of integers. */
  static Optional<List<Long>> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .map(AttributeProto::getIntsList)
        .findFirst();
  }

  private static Optional<List<Long>> decoded(TensorProto tensor) {
    boolean isInteger =
        tensor.getDataType() == ElementType.INT64.code()
            || tensor.getDataType() == ElementType.INT32.code();
    if (!isInteger || OnnxModel.isExternal(tensor) || tensor.getDimsCount() > 1) {
      return Optional.empty();
    }
    Shape shape = Tensors.shape(tensor);
    ElementType type = Tensors.type(tensor);
    if (shape.size() > LONGEST) {
      return Optional.empty();
    }
    ElementCodec.requireComplete(tensor, type, shape);
    List<Long> values = new ArrayList<>();
    for (long i = 0; i < shape.size(); i++) {
      long bits = ElementCodec.read(tensor, type, i);
      values.add(type == ElementType.INT32 ? (int) bits : bits);
    }
    return Optional.of(values);
  }
}
