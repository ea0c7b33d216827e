package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tensors of numbers that are stored within the bodies of nodes ({@code If}, {@code Loop}). */
final class BodyWeights {
  private static final int MIN_RANK = 2;

  private BodyWeights() {}

  /** The types of all that have two or more dimensions, in the order of the file. */
  static List<ElementType> types(GraphProto graph) {
    List<ElementType> types = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        Stream.concat(
                attribute.hasG() ? Stream.of(attribute.getG()) : Stream.empty(),
                attribute.getGraphsList().stream())
            .forEach(body -> types.addAll(typesWithin(body)));
      }
    }
    return types;
  }

  private static List<ElementType> typesWithin(GraphProto body) {
    List<TensorProto> tensors = new ArrayList<>(body.getInitializerList());
    body.getNodeList().stream()
        .filter(node -> node.getOpType().equals("Constant"))
        .flatMap(node -> node.getAttributeList().stream())
        .filter(AttributeProto::hasT)
        .map(AttributeProto::getT)
        .forEach(tensors::add);
    List<ElementType> types = new ArrayList<>();
    tensors.stream()
        .filter(tensor -> tensor.getDimsCount() >= MIN_RANK)
        .flatMap(tensor -> ElementType.ofCode(tensor.getDataType()).stream())
        .filter(ElementType::isReal)
        .forEach(types::add);
    types.addAll(types(body));
    return types;
  }
}
