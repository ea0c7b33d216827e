package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.Optional;

/**
 * The Python names that a checkpoint may mention: all that {@code torch.save} writes for a {@code
 * state_dict}. Everything else is refused.
 */
enum KnownGlobal {
  ORDERED_DICT("collections", "OrderedDict"),
  /** {@code (storage, offset, sizes, strides)}: before PyTorch 0.4. */
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
  /**
   * {@code (storage, offset, sizes, strides, requires_grad, hooks[, metadata])}: since PyTorch 0.4.
   */
  REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
  /** {@code (tensor, requires_grad, hooks)}. */
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
  FLOAT_STORAGE("FloatStorage", ElementType.FLOAT),
  DOUBLE_STORAGE("DoubleStorage", ElementType.DOUBLE),
  HALF_STORAGE("HalfStorage", ElementType.FLOAT16),
  BFLOAT16_STORAGE("BFloat16Storage", ElementType.BFLOAT16),
  LONG_STORAGE("LongStorage", ElementType.INT64),
  INT_STORAGE("IntStorage", ElementType.INT32),
  SHORT_STORAGE("ShortStorage", ElementType.INT16),
  CHAR_STORAGE("CharStorage", ElementType.INT8),
  BYTE_STORAGE("ByteStorage", ElementType.UINT8),
  BOOL_STORAGE("BoolStorage", ElementType.BOOL);

  private final String module;
  private final String name;
  private final Optional<ElementType> elementType;

  KnownGlobal(String module, String name) {
    this.module = module;
    this.name = name;
    this.elementType = Optional.empty();
  }

  KnownGlobal(String storage, ElementType elementType) {
    this.module = "torch";
    this.name = storage;
    this.elementType = Optional.of(elementType);
  }

  /** The known name {@code module.name}, if it is one. */
  static Optional<KnownGlobal> of(String module, String name) {
    return Arrays.stream(values())
        .filter(global -> global.module.equals(module) && global.name.equals(name))
        .findFirst();
  }

  /** What a storage of this class holds; empty for what is no storage class. */
  Optional<ElementType> elementType() {
    return elementType;
  }

  /**
   * What Python would get by calling this: a new {@link PythonDict} or a {@link TensorView}.
   *
   * @param arguments a tuple
   * @throws IllegalArgumentException if the arguments do not fit, or this is a storage class
   */
  Object call(Object arguments) {
    return switch (this) {
      case ORDERED_DICT -> {
        tuple(arguments, 0, 0);
        yield new PythonDict();
      }
      case REBUILD_TENSOR -> TensorView.ofArguments(tuple(arguments, 4, 4));
      case REBUILD_TENSOR_V2 -> {
        Object[] fields = tuple(arguments, 6, 7);
        // Metadata says that the elements are to be negated or conjugated when they are read.
        if (fields.length == 7 && !isEmpty(fields[6])) {
          throw PythonValue.unexpected("tensor's metadata", "none", fields[6]);
        }
        yield TensorView.ofArguments(fields);
      }
      case REBUILD_PARAMETER -> {
        Object data = tuple(arguments, 3, 3)[0];
        if (!(data instanceof TensorView)) {
          throw PythonValue.unexpected("parameter", "a tensor", data);
        }
        yield data;
      }
      case FLOAT_STORAGE,
          DOUBLE_STORAGE,
          HALF_STORAGE,
          BFLOAT16_STORAGE,
          LONG_STORAGE,
          INT_STORAGE,
          SHORT_STORAGE,
          CHAR_STORAGE,
          BYTE_STORAGE,
          BOOL_STORAGE ->
          throw PythonValue.unexpected("call", "a function of a state_dict", this);
    };
  }

  private static boolean isEmpty(Object value) {
    return value == null || (value instanceof PythonDict dict && dict.entries().isEmpty());
  }

  private Object[] tuple(Object arguments, int min, int max) {
    return PythonValue.tuple(arguments, this + "'s arguments", min, max);
  }

  /** As Python writes it: {@code torch.FloatStorage}. */
  @Override
  public String toString() {
    return module + "." + name;
  }
}
