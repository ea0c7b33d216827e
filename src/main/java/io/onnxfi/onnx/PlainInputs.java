package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that takes tensors of numbers only, whatever its inputs are: so both frameworks, and what
 * runs parts of a model, need to know no other values.
 *
 * <ul>
 *   <li>Text is given as int64, as places in a list of texts that the model holds.
 *   <li>An optional value is given, or absent in every run.
 *   <li>A sequence is put together of its elements, a tensor each: {@code NAME.0}, {@code NAME.1} …
 * </ul>
 *
 * A few nodes before the first one make what the model reads, under its own name.
 */
public final class PlainInputs {
  /** Name of the list of texts, an initializer. */
  static final String TEXTS = "onnxfi.texts";

  private static final String GIVEN = ".given";
  private static final String SEQUENCE = ".sequence";

  private final Map<String, Slot> slots;

  /** An input of the model, and the arrays that it is made of. */
  private record Slot(TypeProto type, List<Array> arrays) {
    boolean isOptional() {
      return type.hasOptionalType();
    }

    TypeProto inner() {
      return isOptional() ? type.getOptionalType().getElemType() : type;
    }
  }

  /**
   * An array that is given.
   *
   * @param name as the user knows it
   * @param type text or numbers
   * @param input of the plain model
   */
  private record Array(String name, TypeProto.Tensor type, String input) {
    boolean isText() {
      return type.getElemType() == ElementType.STRING.code();
    }
  }

  private PlainInputs(Map<String, Slot> slots) {
    this.slots = slots;
  }

  /**
   * The inputs of a model.
   *
   * @param given shapes of arrays that there are, by name: of optional values, of elements of
   *     sequences; where the model states no shape of such, it is theirs, with an open first extent
   * @throws UnsupportedInputException if an input is a map, or a sequence of something else than
   *     tensors
   */
  public static PlainInputs of(OnnxModel model, Map<String, Shape> given) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (ValueInfoProto input : model.proto().getGraph().getInputList()) {
      if (model.initializer(input.getName()).isEmpty()) {
        slots.put(input.getName(), slot(input.getName(), input.getType(), given));
      }
    }
    return new PlainInputs(slots);
  }

  private static Slot slot(String name, TypeProto type, Map<String, Shape> given) {
    Slot slot = new Slot(type, new ArrayList<>());
    TypeProto inner = slot.inner();
    TypeProto element = inner.getSequenceType().getElemType();
    if (inner.hasTensorType()) {
      if (!slot.isOptional() || given.containsKey(name)) {
        slot.arrays.add(
            array(name, stated(inner.getTensorType(), given.get(name)), slot.isOptional()));
      }
    } else if (inner.hasSequenceType() && element.hasTensorType()) {
      for (int i = 0; given.containsKey(name + "." + i); i++) {
        String array = name + "." + i;
        slot.arrays.add(array(array, stated(element.getTensorType(), given.get(array)), false));
      }
    } else {
      throw new UnsupportedInputException(
          "input '%s': expected a tensor, an optional one or a sequence of them, found %s"
              .formatted(name, inner.hasMapType() ? "a map" : "another type"));
    }
    return slot;
  }

  private static TypeProto.Tensor stated(TypeProto.Tensor type, Shape given) {
    if (type.hasShape() || given == null) {
      return type;
    }
    long[] dims = given.dims();
    if (dims.length > 0) {
      dims[0] = ValueInfo.DYNAMIC;
    }
    ElementType element = ElementType.ofCode(type.getElemType()).orElse(ElementType.FLOAT);
    return ValueInfos.encode("", element, dims).getType().getTensorType().toBuilder()
        .setElemType(type.getElemType())
        .build();
  }

  private static Array array(String name, TypeProto.Tensor type, boolean isOptional) {
    boolean isText = type.getElemType() == ElementType.STRING.code();
    return new Array(name, type, isText || isOptional ? name + GIVEN : name);
  }

  /** The arrays that are given, in the order of the plain model's inputs; of text or numbers. */
  public List<ValueInfo> arrays() {
    return slots.values().stream()
        .flatMap(slot -> slot.arrays.stream())
        .map(array -> ValueInfos.decode(value(array.name, array.type)))
        .toList();
  }

  /** The inputs as the model has them, for people: {@code 'x' float[?, 4]}. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    slots.forEach(
        (name, slot) -> {
          TypeProto inner = slot.inner();
          boolean isSequence = inner.hasSequenceType();
          TypeProto.Tensor type =
              isSequence
                  ? inner.getSequenceType().getElemType().getTensorType()
                  : inner.getTensorType();
          lines.add(
              "'%s' %s%s%s"
                  .formatted(
                      name,
                      isSequence ? "a sequence of " : "",
                      ValueInfos.decode(value(name, type)),
                      (isSequence ? " ('%s.0', '%s.1', …)".formatted(name, name) : "")
                          + (slot.isOptional() ? ", or nothing" : "")));
        });
    return lines;
  }

  /** Name of the plain model's input that an array is for. */
  public String input(String array) {
    return slots.values().stream()
        .flatMap(slot -> slot.arrays.stream())
        .filter(each -> each.name.equals(array))
        .findFirst()
        .orElseThrow()
        .input;
  }

  /**
   * The plain model; the same one if it is plain already.
   *
   * @param model with these inputs, perhaps rewritten
   * @param texts that are given, by their places
   */
  public OnnxModel applyTo(OnnxModel model, List<String> texts) {
    if (slots.values().stream().allMatch(PlainInputs::isPlain)) {
      return model;
    }
    GraphProto whole = model.proto().getGraph();
    GraphProto.Builder graph = whole.toBuilder().clearInput().clearNode();
    boolean hasText = false;
    for (ValueInfoProto input : whole.getInputList()) {
      Slot slot = slots.get(input.getName());
      if (slot == null || isPlain(slot)) {
        graph.addInput(input);
      } else {
        slot.arrays.forEach(array -> take(graph, slot, array));
        hasText |= slot.arrays.stream().anyMatch(Array::isText);
        make(graph, input.getName(), slot);
      }
    }
    graph.addAllNode(whole.getNodeList());
    if (hasText) {
      graph.addInitializer(texts(texts));
    }
    return new OnnxModel(model.proto().toBuilder().setGraph(graph).build(), model.external());
  }

  private static boolean isPlain(Slot slot) {
    return slot.type.hasTensorType() && !slot.arrays.get(0).isText();
  }

  /** An input for an array; of text, a node that looks it up. */
  private static void take(GraphProto.Builder graph, Slot slot, Array array) {
    TypeProto.Tensor.Builder type = array.type.toBuilder();
    if (array.isText()) {
      type.setElemType(ElementType.INT64.code());
      graph.addNode(node("Gather", text(slot, array), TEXTS, array.input));
    }
    graph.addInput(value(array.input, type.build()));
  }

  private static String text(Slot slot, Array array) {
    return slot.isOptional() && slot.inner().hasTensorType() ? array.name + ".text" : array.name;
  }

  /** What the model reads, of the arrays. */
  private static void make(GraphProto.Builder graph, String name, Slot slot) {
    List<String> values =
        slot.arrays.stream()
            .map(array -> array.isText() ? text(slot, array) : array.input)
            .toList();
    boolean isSequence = slot.inner().hasSequenceType();
    if (slot.isOptional() && values.isEmpty()) {
      graph.addNode(
          node("Optional", name).toBuilder()
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("type")
                      .setType(AttributeProto.AttributeType.TYPE_PROTO)
                      .setTp(slot.inner())));
      return;
    }
    if (isSequence) {
      String sequence = slot.isOptional() ? name + SEQUENCE : name;
      graph.addNode(sequence(sequence, slot, values));
      values = List.of(sequence);
    }
    if (slot.isOptional()) {
      graph.addNode(node("Optional", name, values.get(0)));
    }
  }

  private static NodeProto sequence(String name, Slot slot, List<String> values) {
    if (!values.isEmpty()) {
      return node("SequenceConstruct", name, values.toArray(String[]::new));
    }
    long type = slot.inner().getSequenceType().getElemType().getTensorType().getElemType();
    return node("SequenceEmpty", name).toBuilder()
        .addAttribute(GraphBuilder.attribute("dtype", type))
        .build();
  }

  private static NodeProto node(String opType, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(opType)
        .setName("onnxfi." + output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto value(String name, TypeProto.Tensor type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static TensorProto texts(List<String> texts) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(TEXTS)
            .setDataType(ElementType.STRING.code())
            .addDims(texts.size());
    texts.forEach(text -> tensor.addStringData(ByteString.copyFromUtf8(text)));
    return tensor.build();
  }
}
