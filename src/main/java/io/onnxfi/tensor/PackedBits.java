package io.onnxfi.tensor;

import java.nio.ByteBuffer;

/** Elements in {@code raw_data} order: little-endian, 4-bit types two to a byte, low half first. */
public final class PackedBits {
  private PackedBits() {}

  /** Random access to bytes, whatever holds them. */
  @FunctionalInterface
  public interface Bytes {
    /** The byte at an offset. */
    byte at(int offset);
  }

  /** The bits of an element, in the low bits of the result. */
  public static long read(Bytes bytes, ElementType type, long index) {
    int first = firstByte(type, index);
    if (type.bits() < Byte.SIZE) {
      return (bytes.at(first) >>> shift(type, index)) & type.mask();
    }
    long bits = 0;
    for (int i = type.bits() / Byte.SIZE - 1; i >= 0; i--) {
      bits = (bits << Byte.SIZE) | (bytes.at(first + i) & 0xFF);
    }
    return bits;
  }

  /** Gives an element other bits, and touches nothing else. */
  public static void write(ByteBuffer raw, ElementType type, long index, long bits) {
    int first = firstByte(type, index);
    if (type.bits() < Byte.SIZE) {
      int shift = shift(type, index);
      int kept = raw.get(first) & ~((int) type.mask() << shift);
      raw.put(first, (byte) (kept | ((int) (bits & type.mask()) << shift)));
      return;
    }
    for (int i = 0; i < type.bits() / Byte.SIZE; i++) {
      raw.put(first + i, (byte) (bits >>> (i * Byte.SIZE)));
    }
  }

  /** Offset of the first byte that holds the element. */
  public static int firstByte(ElementType type, long index) {
    return Math.toIntExact(index * type.bits() / Byte.SIZE);
  }

  private static int shift(ElementType type, long index) {
    return (int) (index * type.bits() % Byte.SIZE);
  }
}
