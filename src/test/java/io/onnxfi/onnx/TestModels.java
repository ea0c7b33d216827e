package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Models of nothing but initializers, and their bytes. */
final class TestModels {
  private TestModels() {}

  /** A model that passes its input on, and holds these. */
  static ModelProto proto(TensorProto... initializers) {
    ValueInfoProto passed = ValueInfos.encode("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("g")
                .addInput(passed)
                .addOutput(passed)
                .addAllInitializer(List.of(initializers)))
        .build();
  }

  static OnnxModel of(TensorProto... initializers) {
    return new OnnxModel(proto(initializers), Map.of());
  }

  /** A tensor without elements so far. */
  static TensorProto.Builder tensor(String name, ElementType type, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.code());
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  /** A tensor that says its elements are in a file; entries are key, value, key, value, … */
  static TensorProto.Builder external(TensorProto.Builder tensor, String... entries) {
    tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    return tensor;
  }

  static Path write(Path file, ModelProto proto) {
    return write(file, proto.toByteArray());
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(OnnxModel model) {
    return model.toBytes().orElseThrow();
  }

  /** Offsets at which two arrays of one length differ. */
  static List<Integer> differences(byte[] before, byte[] after) {
    if (before.length != after.length) {
      throw new AssertionError(before.length + " bytes became " + after.length);
    }
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        offsets.add(i);
      }
    }
    return offsets;
  }

  /** Offset of the only occurrence of {@code part}. */
  static int offsetOf(byte[] part, byte[] whole) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " occurrences");
    }
    return found.get(0);
  }

  /** Every element's bits. */
  static List<Long> allBits(OnnxModel model, String initializer) {
    Shape shape = model.initializer(initializer).orElseThrow().shape();
    List<Long> bits = new ArrayList<>();
    for (long i = 0; i < shape.size(); i++) {
      bits.add(model.elementBits(initializer, i));
    }
    return bits;
  }
}
