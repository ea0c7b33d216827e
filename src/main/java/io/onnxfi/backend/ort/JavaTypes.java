package io.onnxfi.backend.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;

/**
 * The element types of tensors that ONNX Runtime's Java interface moves in and out as they lie in
 * memory. It knows unsigned integers of more than 8 bits and narrower floats as outputs only, under
 * the names of other types.
 */
final class JavaTypes {
  private JavaTypes() {}

  /**
   * What to feed a tensor as.
   *
   * @throws UnsupportedInputException if its type cannot be fed
   */
  static OnnxJavaType of(ElementType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      default ->
          throw new UnsupportedInputException(
              "inputs of type " + type.label() + " cannot be fed to ONNX Runtime");
    };
  }

  /**
   * What an output is of.
   *
   * @throws UnsupportedInputException if its type cannot be read
   */
  static ElementType of(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.DOUBLE;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
      default ->
          throw new UnsupportedInputException("outputs of type " + info.type + " cannot be read");
    };
  }
}
