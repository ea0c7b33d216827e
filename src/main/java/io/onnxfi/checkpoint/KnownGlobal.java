package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Python names that are known: all that {@code torch.save} writes for the tensors of a {@code
 * state_dict}. Whatever has another name is a {@link Placeholder}.
 */
enum KnownGlobal {
  ORDERED_DICT("collections", "OrderedDict"),
  DEFAULT_DICT("collections", "defaultdict"),
  /** {@code (storage, offset, sizes, strides)}: before PyTorch 0.4. */
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
  /**
   * {@code (storage, offset, sizes, strides, requires_grad, hooks[, metadata])}: since PyTorch 0.4.
   */
  REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
  /**
   * {@code (storage, offset, sizes, strides, requires_grad, hooks, dtype[, metadata])}: of types
   * that have no storage class.
   */
  REBUILD_TENSOR_V3("torch._utils", "_rebuild_tensor_v3"),
  /** {@code (tensor, requires_grad, hooks)}. */
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
  /** {@code (tensor, requires_grad, hooks, state)}: a parameter with attributes of its own. */
  REBUILD_PARAMETER_WITH_STATE("torch._utils", "_rebuild_parameter_with_state"),
  /** {@code (function, class, its arguments, state)}: a tensor of a subclass. */
  REBUILD_FROM_TYPE("torch._tensor", "_rebuild_from_type_v2"),
  REBUILD_QTENSOR("torch._utils", "_rebuild_qtensor"),
  REBUILD_SPARSE("torch._utils", "_rebuild_sparse_tensor"),
  REBUILD_META("torch._utils", "_rebuild_meta_tensor_no_storage"),
  FLOAT_STORAGE("FloatStorage", ElementType.FLOAT),
  DOUBLE_STORAGE("DoubleStorage", ElementType.DOUBLE),
  HALF_STORAGE("HalfStorage", ElementType.FLOAT16),
  BFLOAT16_STORAGE("BFloat16Storage", ElementType.BFLOAT16),
  LONG_STORAGE("LongStorage", ElementType.INT64),
  INT_STORAGE("IntStorage", ElementType.INT32),
  SHORT_STORAGE("ShortStorage", ElementType.INT16),
  CHAR_STORAGE("CharStorage", ElementType.INT8),
  BYTE_STORAGE("ByteStorage", ElementType.UINT8),
  BOOL_STORAGE("BoolStorage", ElementType.BOOL),
  COMPLEX_FLOAT_STORAGE("ComplexFloatStorage", 8),
  COMPLEX_DOUBLE_STORAGE("ComplexDoubleStorage", 16),
  QINT8_STORAGE("QInt8Storage", 1),
  QUINT8_STORAGE("QUInt8Storage", 1),
  QINT32_STORAGE("QInt32Storage", 4),
  QUINT4X2_STORAGE("QUInt4x2Storage", 1),
  QUINT2X4_STORAGE("QUInt2x4Storage", 1),
  UNTYPED_STORAGE("torch.storage", "UntypedStorage", Optional.empty(), 1),
  OLD_UNTYPED_STORAGE("torch", "UntypedStorage", Optional.empty(), 1);

  private static final UnreadEntry NEGATED =
      new UnreadEntry("a negated or conjugated view; save a copy of it (.clone())", true);

  private static final Map<String, KnownGlobal> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(KnownGlobal::toString, Function.identity()));

  private final String module;
  private final String name;
  private final Optional<ElementType> elementType;

  /** Bytes of an element of a storage; 0 for what is no storage class. */
  private final int width;

  KnownGlobal(String module, String name) {
    this(module, name, Optional.empty(), 0);
  }

  KnownGlobal(String module, String name, Optional<ElementType> elementType, int width) {
    this.module = module;
    this.name = name;
    this.elementType = elementType;
    this.width = width;
  }

  KnownGlobal(String storage, ElementType elementType) {
    this("torch", storage, Optional.of(elementType), Math.toIntExact(elementType.bytes(1)));
  }

  KnownGlobal(String storage, int width) {
    this("torch", storage, Optional.empty(), width);
  }

  /** The known name {@code module.name}, if it is one. */
  static Optional<KnownGlobal> of(String module, String name) {
    KnownGlobal found = BY_NAME.get(module + "." + name);
    return Optional.ofNullable(found).filter(global -> global.module.equals(module));
  }

  /** What a storage of this class holds; empty for what is no storage class. */
  Optional<StorageType> storageType() {
    return width == 0
        ? Optional.empty()
        : Optional.of(new StorageType(name.replace("Storage", ""), width, elementType));
  }

  /**
   * What Python would get by calling this: a new {@link PythonDict} or a {@link TensorView}, or a
   * {@link Placeholder} for a tensor of a kind that is not read.
   *
   * @param arguments a tuple
   * @throws IllegalArgumentException if the arguments do not fit
   */
  Object call(Object arguments) {
    return switch (this) {
      case ORDERED_DICT -> orderedDict(tuple(arguments, 0, 1));
      case DEFAULT_DICT -> {
        tuple(arguments, 0, 1); // what it would call for entries that are missing
        yield new PythonDict();
      }
      case REBUILD_TENSOR -> TensorView.ofArguments(tuple(arguments, 4, 4));
      case REBUILD_TENSOR_V2 -> {
        Object[] fields = tuple(arguments, 6, 7);
        yield isPlain(fields, 6) ? TensorView.ofArguments(fields) : NEGATED;
      }
      case REBUILD_TENSOR_V3 -> tensorOfDtype(tuple(arguments, 7, 8));
      case REBUILD_PARAMETER -> tuple(arguments, 3, 3)[0];
      case REBUILD_PARAMETER_WITH_STATE -> tuple(arguments, 4, 4)[0];
      case REBUILD_FROM_TYPE -> {
        Object[] fields = tuple(arguments, 4, 4);
        // Python lets the function do what it likes; here it may only make a tensor.
        yield fields[0] instanceof KnownGlobal function && function != REBUILD_FROM_TYPE
            ? function.call(fields[2])
            : new Placeholder(fields[1] instanceof Placeholder type ? type.name() : toString());
      }
      case REBUILD_QTENSOR -> UnreadEntry.QUANTIZED;
      case REBUILD_SPARSE -> new UnreadEntry("a sparse tensor; save it dense", true);
      case REBUILD_META -> new UnreadEntry("a meta tensor, which has no values", true);
      default -> new Placeholder(toString());
    };
  }

  private static Object tensorOfDtype(Object[] fields) {
    String dtype = fields[6] instanceof Placeholder named ? named.name() : "another type";
    Optional<StorageType> type = StorageType.ofDtype(dtype);
    if (type.isEmpty()) {
      return UnreadEntry.ofType(PythonValue.printable(dtype));
    }
    return isPlain(fields, 7) ? TensorView.ofArguments(fields, type.get()) : NEGATED;
  }

  /** Entries come as a list of pairs where Python 2 wrote the file. */
  private static PythonDict orderedDict(Object[] arguments) {
    PythonDict dict = new PythonDict();
    if (arguments.length == 0) {
      return dict;
    }
    if (!(arguments[0] instanceof List<?> pairs)) {
      throw PythonValue.unexpected("OrderedDict's entries", "a list", arguments[0]);
    }
    for (Object pair : pairs) {
      Object[] entry =
          pair instanceof List<?> list && list.size() == 2
              ? list.toArray()
              : PythonValue.tuple(pair, "OrderedDict's entry", 2, 2);
      dict.put(entry[0], entry[1]);
    }
    return dict;
  }

  /** Metadata says that the elements are to be negated or conjugated when they are read. */
  private static boolean isPlain(Object[] fields, int metadata) {
    return fields.length <= metadata || isEmpty(fields[metadata]);
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
