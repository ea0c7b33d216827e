package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model that yields tensors of numbers from which its outputs can be told, and these tensors
 * where the outputs are as expected: of a sequence its length and its elements, of an optional
 * value whether it is there and the value, of text its places among the expected texts.
 */
public final class CheckedOutputs {
  private static final String ML = "ai.onnx.ml";
  private static final int ENCODER = 2;

  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;
  private final List<Tensor> expected = new ArrayList<>();
  private int made;

  private CheckedOutputs(OnnxModel plain) {
    this.model = plain.proto().toBuilder();
    this.graph = model.getGraphBuilder();
  }

  /**
   * The model.
   *
   * @param plain with tensors for inputs
   * @param outputs as they are expected
   */
  public static Checked of(OnnxModel plain, Map<String, TestValue> outputs) {
    boolean isPlain = outputs.values().stream().allMatch(TestValue.Numbers.class::isInstance);
    CheckedOutputs checked = new CheckedOutputs(plain);
    List<ValueInfoProto> declared = List.copyOf(checked.graph.getOutputList());
    checked.graph.clearOutput();
    for (ValueInfoProto output : declared) {
      TestValue value = outputs.get(output.getName());
      if (value instanceof TestValue.Numbers numbers && output.getType().hasTensorType()) {
        checked.graph.addOutput(output);
        checked.expected.add(numbers.tensor());
      } else {
        checked.check(output.getName(), value, output.getType().hasOptionalType());
      }
    }
    return new Checked(
        isPlain ? plain : new OnnxModel(checked.model.build(), plain.external()), checked.expected);
  }

  /**
   * What to run and what to expect.
   *
   * @param expected of each output of the model
   */
  public record Checked(OnnxModel model, List<Tensor> expected) {}

  private void check(String name, TestValue value, boolean isOptional) {
    if (isOptional) {
      boolean isThere = !(value instanceof TestValue.Absent);
      Tensor there = Tensor.allocate(ElementType.BOOL, Shape.of());
      there.putBits(0, isThere ? 1 : 0);
      give(add("OptionalHasElement", name), there);
      if (isThere) {
        check(add("OptionalGetElement", name), value, false);
      }
    } else if (value instanceof TestValue.Numbers numbers) {
      give(name, numbers.tensor());
    } else if (value instanceof TestValue.Text text) {
      give(places(name, text.elements()), places(text));
    } else if (value instanceof TestValue.Sequence sequence) {
      int length = sequence.elements().size();
      give(add("SequenceLength", name), Tensor.ofLongs(Shape.of(), length));
      for (int i = 0; i < length; i++) {
        String place = "checked.place." + made++;
        graph.addInitializer(Tensors.encode(place, Tensor.ofLongs(Shape.of(), i)));
        check(add("SequenceAt", name, place), sequence.elements().get(i), false);
      }
    }
  }

  private void give(String name, Tensor value) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    expected.add(value);
  }

  private String add(String opType, String... inputs) {
    String output = "checked." + made++;
    graph.addNode(
        NodeProto.newBuilder().setOpType(opType).addAllInput(List.of(inputs)).addOutput(output));
    return output;
  }

  /** The place of the first equal text; -1 of one that is not expected anywhere. */
  private String places(String name, List<String> texts) {
    String output = "checked." + made++;
    AttributeProto.Builder keys =
        AttributeProto.newBuilder()
            .setName("keys_strings")
            .setType(AttributeProto.AttributeType.STRINGS);
    AttributeProto.Builder places =
        AttributeProto.newBuilder()
            .setName("values_int64s")
            .setType(AttributeProto.AttributeType.INTS);
    List<String> distinct = texts.isEmpty() ? List.of("") : texts.stream().distinct().toList();
    distinct.forEach(text -> keys.addStrings(ByteString.copyFromUtf8(text)));
    distinct.forEach(text -> places.addInts(texts.indexOf(text)));
    if (model.getOpsetImportList().stream().noneMatch(set -> set.getDomain().equals(ML))) {
      model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(ENCODER));
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("LabelEncoder")
            .setDomain(ML)
            .addInput(name)
            .addOutput(output)
            .addAttribute(keys)
            .addAttribute(places));
    return output;
  }

  private static Tensor places(TestValue.Text text) {
    long[] places = text.elements().stream().mapToLong(text.elements()::indexOf).toArray();
    return Tensor.ofLongs(text.shape(), places);
  }
}
