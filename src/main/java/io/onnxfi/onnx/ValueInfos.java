package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import java.util.List;

/** Descriptions of graph values between protobuf and {@link ValueInfo}. */
final class ValueInfos {
  private ValueInfos() {}

  /** A description; extents that the model leaves open become {@link ValueInfo#DYNAMIC}. */
  static ValueInfo decode(ValueInfoProto info) {
    if (!info.getType().hasTensorType()) {
      throw new UnsupportedInputException(
          "graph value '" + info.getName() + "' is not a tensor, only tensors are supported");
    }
    var tensor = info.getType().getTensorType();
    ElementType type =
        ElementType.ofCode(tensor.getElemType())
            .orElseThrow(
                () ->
                    new UnsupportedInputException(
                        "graph value '%s': unknown ONNX data type %d"
                            .formatted(info.getName(), tensor.getElemType())));
    List<Long> dims =
        tensor.getShape().getDimList().stream()
            .map(
                d ->
                    d.getValueCase() == Dimension.ValueCase.DIM_VALUE
                        ? d.getDimValue()
                        : ValueInfo.DYNAMIC)
            .toList();
    return new ValueInfo(info.getName(), type, dims);
  }

  /** For each axis its symbolic name; empty where it has none. */
  static List<String> axisNames(ValueInfoProto info) {
    return info.getType().getTensorType().getShape().getDimList().stream()
        .map(Dimension::getDimParam)
        .toList();
  }

  /** A value of any shape: ONNX distinguishes that from a scalar by leaving the shape out. */
  static ValueInfoProto encodeUnshaped(ValueInfo value) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(value.type().code()).build();
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static ValueInfoProto encode(ValueInfo value) {
    long[] dims = value.dims().stream().mapToLong(Long::longValue).toArray();
    return encode(value.name(), value.type(), dims);
  }

  static ValueInfoProto encode(String name, ElementType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      if (dim == ValueInfo.DYNAMIC) {
        shape.addDimBuilder().setDimParam("batch");
      } else {
        shape.addDimBuilder().setDimValue(dim);
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
