package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors of any type into libtorch and out of it, bit by bit. */
final class EngineTensors {
  private EngineTensors() {}

  /**
   * How a type is held.
   *
   * @param what is of it, for messages
   * @throws UnsupportedInputException if libtorch has no such type
   */
  static TorchType require(ElementType type, String what) {
    return TorchType.of(type)
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "PyTorch (DJL) has no type %s, of which %s is; %s"
                        .formatted(type.label(), what, Operators.REMEDY)));
  }

  /**
   * A tensor's own memory as an array if DJL can do that, else a copy; it must outlive the array.
   */
  static NDArray share(NDManager manager, Tensor tensor) {
    TorchType type = require(tensor.type(), tensor.toString());
    return switch (type.djl()) {
      case UNKNOWN -> filled(manager, tensor, type);
      default ->
          manager.create(tensor.bytes().order(ByteOrder.nativeOrder()), shape(tensor), type.djl());
    };
  }

  /** A copy that owns its memory. */
  static NDArray copy(NDManager manager, Tensor tensor) {
    TorchType type = require(tensor.type(), tensor.toString());
    if (type.djl() == DataType.UNKNOWN) {
      return filled(manager, tensor, type);
    }
    try (NDArray shared = share(manager, tensor)) {
      return shared.duplicate();
    }
  }

  private static Shape shape(Tensor tensor) {
    return new Shape(tensor.shape().dims());
  }

  private static NDArray filled(NDManager manager, Tensor tensor, TorchType type) {
    long[] dims = tensor.shape().dims();
    NDArray array;
    try (NDArray extents = manager.create(dims, new Shape(dims.length));
        NDArray code = manager.create((long) type.code())) {
      array = Maker.SCRIPT.call("empty", List.of(extents, code), false).head();
    }
    LiveMemory.of(array, tensor.type()).put(tensor);
    return array;
  }

  /** Makes arrays of types that DJL does not know; as long-lived as the engine itself. */
  private static final class Maker {
    static final TorchScript SCRIPT =
        TorchScript.shared(
            List.of(
                """
                def empty(shape: Tensor, code: Tensor) -> Tensor:
                  return torch.empty(annotate(List[int], shape.tolist()), dtype=int(code))
                """));
  }

  /** A copy outside the engine. */
  static Tensor read(NDArray array, ElementType type) {
    io.onnxfi.tensor.Shape shape = io.onnxfi.tensor.Shape.of(array.getShape().getShape());
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.size())));
    Tensor tensor = Tensor.of(type, shape, bytes);
    read(array, tensor);
    return tensor;
  }

  /** The same into memory that is there. */
  static void read(NDArray array, Tensor into) {
    DataType found = array.getDataType();
    if (found != DataType.UNKNOWN && !require(into.type(), into.toString()).isHeldAs(found)) {
      throw new FrameworkException(
          "PyTorch (DJL): expected %s, found an array of %s".formatted(into, found));
    }
    LiveMemory.of(array, into.type()).get(into);
  }
}
