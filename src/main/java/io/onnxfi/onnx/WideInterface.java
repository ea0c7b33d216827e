package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The same model for a framework whose interface has no unsigned integers of more than eight bits:
 * it takes and yields them in a wider signed type, or one as wide of the same bits, and casts them
 * inside. No value changes.
 */
public final class WideInterface {
  private static final Map<ElementType, ElementType> WIDER =
      Map.of(
          ElementType.UINT16, ElementType.INT32,
          ElementType.UINT32, ElementType.INT64,
          ElementType.UINT64, ElementType.INT64);

  private static final String SUFFIX = ".wide";

  private WideInterface() {}

  /** What elements of a type go in and come out as, if that is another type. */
  public static Optional<ElementType> of(ElementType type) {
    return Optional.ofNullable(WIDER.get(type));
  }

  /** What an input or output is called in the wide model. */
  public static String name(String value, ElementType type) {
    return of(type).isPresent() ? value + SUFFIX : value;
  }

  /** The model with the wide interface; the same one if nothing has to be wide. */
  public static OnnxModel widen(OnnxModel model) {
    Map<String, ElementType> inputs = new LinkedHashMap<>();
    model.inputs().forEach(input -> inputs.put(input.name(), input.type()));
    Map<String, ElementType> outputs = new LinkedHashMap<>(model.outputTypes());
    inputs.values().retainAll(WIDER.keySet());
    outputs.values().retainAll(WIDER.keySet());
    if (inputs.isEmpty() && outputs.isEmpty()) {
      return model;
    }
    GraphProto graph = model.proto().getGraph();
    GraphProto.Builder widened = graph.toBuilder().clearNode();
    inputs.forEach((name, type) -> widened.addNode(cast(name(name, type), name, type)));
    widened.addAllNode(graph.getNodeList());
    outputs.forEach((name, type) -> widened.addNode(cast(name, name(name, type), WIDER.get(type))));
    for (int i = 0; i < graph.getInputCount(); i++) {
      widened.setInput(i, renamed(graph.getInput(i), inputs));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      widened.setOutput(i, renamed(graph.getOutput(i), outputs));
    }
    return new OnnxModel(model.proto().toBuilder().setGraph(widened).build(), model.external());
  }

  private static ValueInfoProto renamed(ValueInfoProto value, Map<String, ElementType> wide) {
    ElementType type = wide.get(value.getName());
    if (type == null) {
      return value;
    }
    ValueInfoProto.Builder other = value.toBuilder().setName(name(value.getName(), type));
    other.getTypeBuilder().getTensorTypeBuilder().setElemType(WIDER.get(type).code());
    return other.build();
  }

  /**
   * A node that casts a value.
   *
   * @param to name of the cast value
   * @param type of the cast value
   */
  static NodeProto cast(String from, String to, ElementType type) {
    return NodeProto.newBuilder()
        .setOpType("Cast")
        .setName(to + SUFFIX)
        .addInput(from)
        .addOutput(to)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(type.code()))
        .build();
  }

  /** A tensor as it goes into the wide model. */
  public static Tensor widen(Tensor tensor) {
    return of(tensor.type()).map(wider -> as(tensor, wider)).orElse(tensor);
  }

  /**
   * A tensor that came out of the wide model as the model itself has it.
   *
   * @param type of the model's output
   */
  public static Tensor narrow(Tensor tensor, ElementType type) {
    return tensor.type() == type ? tensor : as(tensor, type);
  }

  private static Tensor as(Tensor tensor, ElementType type) {
    Tensor result = Tensor.allocate(type, tensor.shape());
    for (long i = 0; i < tensor.shape().size(); i++) {
      result.putBits(i, tensor.bits(i) & type.mask());
    }
    return result;
  }
}
