package io.onnxfi.onnx;

import io.onnxfi.tensor.ElementType;

/** Elements in {@code raw_data} order: little-endian, 4-bit types two to a byte, low half first. */
final class PackedBits {
  private PackedBits() {}

  /** Random access to bytes, whatever holds them. */
  @FunctionalInterface
  interface Bytes {
    byte at(int offset);
  }

  static long read(Bytes bytes, ElementType type, long index) {
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

  static void write(byte[] raw, ElementType type, long index, long bits) {
    int first = firstByte(type, index);
    if (type.bits() < Byte.SIZE) {
      int shift = shift(type, index);
      int kept = raw[first] & ~((int) type.mask() << shift);
      raw[first] = (byte) (kept | ((int) (bits & type.mask()) << shift));
      return;
    }
    for (int i = 0; i < type.bits() / Byte.SIZE; i++) {
      raw[first + i] = (byte) (bits >>> (i * Byte.SIZE));
    }
  }

  /** Offset of the first byte that holds the element. */
  static int firstByte(ElementType type, long index) {
    return Math.toIntExact(index * type.bits() / Byte.SIZE);
  }

  private static int shift(ElementType type, long index) {
    return (int) (index * type.bits() % Byte.SIZE);
  }
}
