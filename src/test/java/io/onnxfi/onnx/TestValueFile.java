package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.onnxfi.tensor.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values in files of their own, as ONNX's tests have them: a message {@code TensorProto}, or {@code
 * SequenceProto} or {@code OptionalProto} of {@code onnx-data.proto}, as the model says.
 */
public final class TestValueFile {
  /** {@code tensor_value} of OptionalProto and {@code tensor_values} of SequenceProto. */
  private static final int TENSOR = 3;

  /** {@code sequence_value} of OptionalProto. */
  private static final int SEQUENCE = 5;

  private TestValueFile() {}

  /**
   * The values of a test, by the names of the model's inputs or outputs.
   *
   * @param prefix of the files, {@code input_} or {@code output_}
   */
  public static Map<String, TestValue> read(OnnxModel model, Path folder, String prefix) {
    var graph = model.proto().getGraph();
    var values = prefix.equals("input_") ? graph.getInputList() : graph.getOutputList();
    Map<String, TestValue> read = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      Path file = folder.resolve(prefix + i + ".pb");
      if (Files.exists(file)) {
        try {
          byte[] bytes = Files.readAllBytes(file);
          read.put(values.get(i).getName(), value(values.get(i).getType(), bytes));
        } catch (IOException e) {
          throw new UncheckedIOException(file.toString(), e);
        }
      }
    }
    return read;
  }

  private static TestValue value(TypeProto type, byte... bytes) throws IOException {
    if (type.hasOptionalType()) {
      TypeProto inner = type.getOptionalType().getElemType();
      List<byte[]> held = field(inner.hasSequenceType() ? SEQUENCE : TENSOR, bytes);
      return held.isEmpty() ? new TestValue.Absent() : value(inner, held.get(0));
    }
    if (type.hasSequenceType()) {
      List<TestValue> elements = new ArrayList<>();
      for (byte[] element : field(TENSOR, bytes)) {
        elements.add(value(type.getSequenceType().getElemType(), element));
      }
      return new TestValue.Sequence(elements);
    }
    TensorProto tensor = TensorProto.parseFrom(bytes);
    return Tensors.type(tensor) == ElementType.STRING
        ? new TestValue.Text(
            Tensors.shape(tensor),
            tensor.getStringDataList().stream().map(ByteString::toStringUtf8).toList())
        : new TestValue.Numbers(Tensors.decode(tensor));
  }

  /** All messages in a field of a message. */
  private static List<byte[]> field(int number, byte... bytes) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == number) {
        messages.add(in.readByteArray());
      } else {
        in.skipField(tag);
      }
    }
    return messages;
  }
}
