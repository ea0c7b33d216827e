package io.onnxfi.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A typed, shaped view of memory: row-major elements, little-endian, packed as in ONNX {@code
 * raw_data}.
 *
 * <p>The memory is shared, not copied: whoever holds the buffer sees changes. {@link #slice} gives
 * part of the first axis without copying.
 */
public final class Tensor {
  private final ElementType type;
  private final Shape shape;
  private final ByteBuffer data;

  private Tensor(ElementType type, Shape shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * A view of {@code data}, from its position to its limit.
   *
   * @throws IllegalArgumentException if the buffer does not hold exactly the elements of the shape
   */
  public static Tensor of(ElementType type, Shape shape, ByteBuffer data) {
    long expected = type.bytes(shape.size());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "a %s tensor %s takes %d bytes, but the buffer has %d"
              .formatted(type.label(), shape, expected, data.remaining()));
    }
    return new Tensor(type, shape, data.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * A zeroed tensor in direct (off-heap) memory, which backends read without copying.
   *
   * @throws ArithmeticException if it is larger than 2 GiB
   */
  public static Tensor allocate(ElementType type, Shape shape) {
    int bytes = Math.toIntExact(type.bytes(shape.size()));
    return of(type, shape, ByteBuffer.allocateDirect(bytes));
  }

  /** A float tensor holding a copy of {@code values}. */
  public static Tensor ofFloats(Shape shape, float... values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "%d values for shape %s of %d".formatted(values.length, shape, shape.size()));
    }
    Tensor tensor = allocate(ElementType.FLOAT, shape);
    tensor.floats().put(values);
    return tensor;
  }

  /** An int64 tensor holding a copy of {@code values}. */
  public static Tensor ofLongs(Shape shape, long... values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "%d values for shape %s of %d".formatted(values.length, shape, shape.size()));
    }
    Tensor tensor = allocate(ElementType.INT64, shape);
    tensor.longs().put(values);
    return tensor;
  }

  /** The same elements in direct memory of their own. */
  public Tensor copy() {
    Tensor copy = allocate(type, shape);
    copy.bytes().put(bytes());
    return copy;
  }

  public ElementType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  /** The elements' bytes: a view from position 0, little-endian. */
  public ByteBuffer bytes() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The elements as floats: a view.
   *
   * @throws IllegalStateException if this is not a {@link ElementType#FLOAT} tensor
   */
  public FloatBuffer floats() {
    require(ElementType.FLOAT);
    return bytes().asFloatBuffer();
  }

  /**
   * The elements as longs: a view.
   *
   * @throws IllegalStateException if this is not an {@link ElementType#INT64} tensor
   */
  public LongBuffer longs() {
    require(ElementType.INT64);
    return bytes().asLongBuffer();
  }

  /**
   * The elements as floats, a copy: those of a 16-bit type keep their value, those of a double
   * tensor are rounded.
   *
   * @throws IllegalStateException if its elements are not {@linkplain ElementType#isReal real}
   */
  public float[] toFloatArray() {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (!type.isReal()) {
      require(ElementType.FLOAT);
    }
    if (type == ElementType.FLOAT) {
      floats().get(values);
      return values;
    }
    ByteBuffer source = bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT16 -> Float.intBitsToFloat(Half.toFloatBits(source.getShort()));
            case BFLOAT16 -> Float.intBitsToFloat(source.getShort() << Short.SIZE);
            default -> (float) source.getDouble();
          };
    }
    return values;
  }

  /**
   * Writes floats into the first elements, each as the nearest value of their type.
   *
   * @throws IllegalStateException if its elements are not {@linkplain ElementType#isReal real}
   */
  public void putFloats(float... values) {
    if (!type.isReal()) {
      require(ElementType.FLOAT);
    }
    ByteBuffer target = bytes();
    for (float value : values) {
      switch (type) {
        case FLOAT16 -> target.putShort(Half.ofFloat(value));
        case BFLOAT16 -> target.putShort(Half.bfloatOfFloat(value));
        case DOUBLE -> target.putDouble(value);
        default -> target.putFloat(value);
      }
    }
  }

  /**
   * Rows {@code [from, to)} of the first axis, sharing this tensor's memory.
   *
   * @throws IndexOutOfBoundsException if the range is not within the first axis
   * @throws IllegalArgumentException if elements narrower than a byte begin within one
   */
  public Tensor slice(long from, long to) {
    if (from < 0 || to < from || to > shape.dim(0)) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d are outside shape %s".formatted(from, to, shape));
    }
    Shape part = shape.withBatch(to - from);
    long firstBit = from * shape.rowSize() * type.bits();
    if (firstBit % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "row %d of %s does not begin at a whole byte".formatted(from, this));
    }
    int first = Math.toIntExact(firstBit / Byte.SIZE);
    ByteBuffer view = bytes();
    view.position(first).limit(first + Math.toIntExact(type.bytes(part.size())));
    return of(type, part, view);
  }

  /**
   * The bits of one element, in the low bits of the result.
   *
   * @param position row-major
   */
  public long bits(long position) {
    return PackedBits.read(data::get, type, position);
  }

  /** Gives one element other bits. */
  public void putBits(long position, long bits) {
    PackedBits.write(data, type, position, bits);
  }

  /** The bytes of one row of the first axis: a view, which begins at a whole byte. */
  public ByteBuffer row(int row) {
    int bytes = Math.toIntExact(type.bytes(shape.rowSize()));
    return data.duplicate().limit((row + 1) * bytes).position(row * bytes).slice();
  }

  private void require(ElementType expected) {
    if (type != expected) {
      throw new IllegalStateException(
          "expected a %s tensor, found %s".formatted(expected.label(), type.label()));
    }
  }

  /** Type and shape, not the elements: {@code float[1, 3, 32, 32]}. */
  @Override
  public String toString() {
    return type.label() + shape;
  }
}
