package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is known of a value before the model runs: type, shape, and the elements of a short
 * constant.
 */
final class Known {
  /** An extent that nothing is known of. */
  static final long OPEN = -1;

  /** The free batch: the first extent of the model's input, whatever it is. */
  static final long BATCH = -2;

  /** Nothing at all. */
  static final Known NOTHING = new Known(0, null, null, null);

  private final int type;
  private final long[] dims;
  private final long[] elements;
  private final float[] reals;

  private Known(int type, long[] dims, long[] elements, float[] reals) {
    this.type = type;
    this.dims = dims;
    this.elements = elements;
    this.reals = reals;
  }

  /** A value of this ONNX element type; 0 if that is unknown. */
  static Known ofType(int type) {
    return new Known(type, null, null, null);
  }

  /** A value of this shape; an extent below 0 is {@link #OPEN} or {@link #BATCH}. */
  static Known of(int type, long... dims) {
    return new Known(type, dims.clone(), null, null);
  }

  /** A constant of integers. */
  static Known constant(int type, long[] dims, long... elements) {
    return new Known(type, dims.clone(), elements.clone(), null);
  }

  /** A constant of floats. */
  static Known constant(int type, long[] dims, float... reals) {
    return new Known(type, dims.clone(), null, reals.clone());
  }

  /** A value of which all extents are open. */
  static Known ofRank(int type, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, OPEN);
    return new Known(type, dims, null, null);
  }

  /** What a graph declares. */
  static Known declared(TypeProto declared) {
    if (!declared.hasTensorType()) {
      return NOTHING;
    }
    TypeProto.Tensor tensor = declared.getTensorType();
    if (!tensor.hasShape()) {
      return ofType(tensor.getElemType());
    }
    long[] dims =
        tensor.getShape().getDimList().stream()
            .mapToLong(dim -> dim.getDimValue() > 0 ? dim.getDimValue() : OPEN)
            .toArray();
    return of(tensor.getElemType(), dims);
  }

  /** Code of the ONNX element type; 0 if unknown. */
  int type() {
    return type;
  }

  boolean hasShape() {
    return dims != null;
  }

  /** Number of axes; -1 if unknown. */
  int rank() {
    return dims == null ? -1 : dims.length;
  }

  /** One extent; {@link #OPEN} if it or the shape is unknown. */
  long dim(int axis) {
    return dims == null || axis >= dims.length ? OPEN : dims[axis];
  }

  /** All extents, a copy. */
  long[] dims() {
    return dims.clone();
  }

  /** The elements of a constant of integers. */
  Optional<long[]> elements() {
    return Optional.ofNullable(elements).map(long[]::clone);
  }

  /** The elements of a constant of floats. */
  Optional<float[]> reals() {
    return Optional.ofNullable(reals).map(float[]::clone);
  }

  /** Number of elements if all extents are known, else {@link #OPEN}. */
  long size() {
    if (dims == null || Arrays.stream(dims).anyMatch(dim -> dim < 0)) {
      return OPEN;
    }
    return LongStream.of(dims).reduce(1, Math::multiplyExact);
  }

  /** The same with another element type and unknown elements. */
  Known as(int other) {
    return new Known(other, dims, null, null);
  }

  /** As {@code [?, 3, 32, 32]}. */
  @Override
  public String toString() {
    return dims == null ? "of unknown shape" : text(dims);
  }

  static String text(long... dims) {
    return LongStream.of(dims)
        .mapToObj(dim -> dim < 0 ? "?" : Long.toString(dim))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
