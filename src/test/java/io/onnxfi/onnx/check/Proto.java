package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.List;

/** Models written down message by message, sound or not: nothing is checked here. */
final class Proto {
  private static final int FLOAT = ElementType.FLOAT.code();

  final ModelProto.Builder model =
      ModelProto.newBuilder()
          .setIrVersion(8)
          .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));
  final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");

  /** A model with an input {@code x} of images, and nothing else. */
  static Proto of(long... image) {
    Proto proto = new Proto();
    proto.graph.addInput(image.length == 0 ? unshaped("x") : value("x", batched(image)));
    return proto;
  }

  private static long[] batched(long... image) {
    long[] dims = new long[image.length + 1];
    dims[0] = -1;
    System.arraycopy(image, 0, dims, 1, image.length);
    return dims;
  }

  /** A value of that shape; -1 is open. */
  static ValueInfoProto value(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      if (dim < 0) {
        shape.addDimBuilder().setDimParam("N");
      } else {
        shape.addDimBuilder().setDimValue(dim);
      }
    }
    return value(name, TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape));
  }

  /** A value of which the shape is not said. */
  static ValueInfoProto unshaped(String name) {
    return value(name, TypeProto.Tensor.newBuilder().setElemType(FLOAT));
  }

  private static ValueInfoProto value(String name, TypeProto.Tensor.Builder tensor) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  Proto opset(int version) {
    model.getOpsetImportBuilder(0).setVersion(version);
    return this;
  }

  /** An initializer of floats 1, 2, 3, … */
  Proto floats(String name, long... dims) {
    int size = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    Arrays.stream(dims).forEach(tensor::addDims);
    for (int i = 0; i < size; i++) {
      tensor.addFloatData(i + 1f);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** An initializer of one axis. */
  Proto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.INT64.code())
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    return this;
  }

  /** A node; attributes in turn name and value. */
  Proto node(String operator, List<String> inputs, String output, Object... attributes) {
    graph.addNode(of(operator, inputs, output, attributes));
    return this;
  }

  static NodeProto of(String operator, List<String> inputs, String output, Object... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    return node.build();
  }

  static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder a = AttributeProto.newBuilder().setName(name);
    if (value instanceof Number i && !(value instanceof Float)) {
      return a.setType(AttributeType.INT).setI(i.longValue()).build();
    } else if (value instanceof long[] ints) {
      Arrays.stream(ints).forEach(a::addInts);
      return a.setType(AttributeType.INTS).build();
    } else if (value instanceof Float f) {
      return a.setType(AttributeType.FLOAT).setF(f).build();
    } else if (value instanceof String s) {
      return a.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(s)).build();
    } else if (value instanceof GraphProto g) {
      return a.setType(AttributeType.GRAPH).setG(g).build();
    }
    throw new IllegalArgumentException(name + ": " + value);
  }

  /** With an output of any shape. */
  ModelProto output(String name) {
    graph.addOutput(unshaped(name));
    return build();
  }

  ModelProto build() {
    return model.setGraph(graph).build();
  }
}
