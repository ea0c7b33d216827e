package io.onnxfi.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, well-formed or not; opcodes as in Python's pickletools. */
final class PickleBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A pickle of protocol 2, opened. */
  static PickleBytes protocol2() {
    return new PickleBytes().raw("\u0080\u0002");
  }

  /** Bytes as they are, one per character. */
  PickleBytes raw(String latin1) {
    bytes.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** What another has written. */
  PickleBytes append(PickleBytes other) {
    bytes.writeBytes(other.bytes());
    return this;
  }

  /** BINUNICODE. */
  PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    raw("X").int32(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  /** LONG1 of eight bytes. */
  PickleBytes integer(long value) {
    return raw("\u008a\u0008").int64(value);
  }

  /** GLOBAL. */
  PickleBytes global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  /** TUPLE of integers. */
  PickleBytes integers(long... values) {
    raw("(");
    for (long value : values) {
      integer(value);
    }
    return raw("t");
  }

  /** BINPERSID of a storage without view, as the first of a function's arguments would be. */
  PickleBytes storage(String type, String key, long elements) {
    return raw("(")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .integer(elements)
        .raw("NtQ");
  }

  /** A tensor by {@code _rebuild_tensor}. */
  PickleBytes tensor(
      String type, String key, long elements, long offset, long[] sizes, long[] strides) {
    return global("torch._utils", "_rebuild_tensor")
        .raw("(")
        .storage(type, key, elements)
        .integer(offset)
        .integers(sizes)
        .integers(strides)
        .raw("tR");
  }

  PickleBytes int32(int value) {
    bytes.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  PickleBytes int64(long value) {
    bytes.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** What was written. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** What was written, closed by STOP. */
  byte[] stop() {
    return raw(".").bytes();
  }
}
