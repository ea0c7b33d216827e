package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A checkpoint file in memory, read front to back.
 *
 * <p>Unlike other streams it never reports its end by a short read: whoever asks for more bytes
 * than are left gets a {@link MalformedInputException} with the offset and both numbers, before
 * anything is allocated.
 */
final class CheckpointInput extends InputStream {
  private final String name;
  private final ByteBuffer data;

  /**
   * Reads all of {@code data}.
   *
   * @param name of the file, for messages
   */
  CheckpointInput(String name, ByteBuffer data) {
    this.name = name;
    this.data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /** Position of the next byte, counted from 0. */
  int offset() {
    return data.position();
  }

  /** Bytes of the whole file. */
  int size() {
    return data.limit();
  }

  /** Fails unless {@code bytes} more can be read; a negative number fails too. */
  void require(long bytes) {
    requireAt(0, bytes);
  }

  private void requireAt(int ahead, long bytes) {
    int left = data.remaining() - ahead;
    if (bytes < 0 || bytes > left) {
      throw malformed("%d bytes at offset %d".formatted(bytes, offset() + ahead), left + " bytes");
    }
  }

  /** Fails unless a signed 32-bit length and as many bytes follow; moves nothing. */
  void requireCountedByInt() {
    require(Integer.BYTES);
    requireAt(Integer.BYTES, data.getInt(data.position()));
  }

  /** Fails unless a signed 64-bit length and as many bytes follow; moves nothing. */
  void requireCountedByLong() {
    require(Long.BYTES);
    requireAt(Long.BYTES, data.getLong(data.position()));
  }

  /** Fails if anything is left. */
  void requireEnd() {
    if (data.hasRemaining()) {
      throw malformed("the end at offset " + offset(), data.remaining() + " more bytes");
    }
  }

  /** Reads a signed 64-bit little-endian integer. */
  long readLong() {
    require(Long.BYTES);
    return data.getLong();
  }

  /** Reads the next {@code bytes} without copying them: a read-only little-endian view. */
  ByteBuffer readSlice(int bytes) {
    require(bytes);
    ByteBuffer slice = data.slice(data.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
    data.position(data.position() + bytes);
    return slice;
  }

  /** Reads one byte, 0 to 255; never -1. */
  @Override
  public int read() {
    require(1);
    return Byte.toUnsignedInt(data.get());
  }

  /** Reads exactly {@code length} bytes. */
  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    require(length);
    data.get(target, from, length);
    return length;
  }

  /** The usual exception about this file. */
  MalformedInputException malformed(String expected, String found) {
    return MalformedInputException.of(name, expected, found);
  }

  /** The exception for what was found up to here, by its cause. */
  MalformedInputException malformed(String expected, Exception cause) {
    // Ours carry a message fit to be shown; the library's need their class to make sense.
    String found =
        cause instanceof IllegalArgumentException ? cause.getMessage() : cause.toString();
    return new MalformedInputException(
        "%s: expected %s, but before offset %d: %s".formatted(name, expected, offset(), found),
        cause);
  }
}
