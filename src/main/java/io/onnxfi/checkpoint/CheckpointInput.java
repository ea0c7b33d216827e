package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A checkpoint file, or an entry of it, read front to back.
 *
 * <p>Unlike other streams it never reports its end by a short read: whoever asks for more bytes
 * than are left gets a {@link MalformedInputException} with the offset and both numbers, before
 * anything is allocated.
 */
final class CheckpointInput extends InputStream {
  private final String name;
  private final FileBytes file;
  private final long start;
  private final long end;
  private long position;

  /** Reads a whole file. */
  CheckpointInput(FileBytes file) {
    this(file.name(), file, 0, file.size());
  }

  /**
   * Reads {@code length} bytes of {@code file} from {@code start}.
   *
   * @param name of the entry, for messages
   */
  CheckpointInput(String name, FileBytes file, long start, long length) {
    this.name = name;
    this.file = file;
    this.start = start;
    this.end = start + Objects.checkFromIndexSize(0, length, file.size() - start) + length;
    this.position = start;
  }

  /** The file or entry, for messages. */
  String name() {
    return name;
  }

  /** Position of the next byte, counted from 0. */
  long offset() {
    return position - start;
  }

  /** Fails unless {@code bytes} more can be read; a negative number fails too. */
  void require(long bytes) {
    requireAt(0, bytes);
  }

  private void requireAt(int ahead, long bytes) {
    long left = end - position - ahead;
    if (bytes < 0 || bytes > left) {
      throw malformed("%d bytes at offset %d".formatted(bytes, offset() + ahead), left + " bytes");
    }
  }

  /** The signed 32-bit length that follows, if as many bytes do; moves nothing. */
  long requireCountedByInt() {
    require(Integer.BYTES);
    int length = file.slice(position, Integer.BYTES).getInt();
    requireAt(Integer.BYTES, length);
    return length;
  }

  /** The signed 64-bit length that follows, if as many bytes do; moves nothing. */
  long requireCountedByLong() {
    require(Long.BYTES);
    long length = file.slice(position, Long.BYTES).getLong();
    requireAt(Long.BYTES, length);
    return length;
  }

  /** The next bytes, at most this many, which stay the next ones. */
  byte[] head(int most) {
    byte[] head = new byte[(int) Math.min(most, end - position)];
    file.slice(position, head.length).get(head);
    return head;
  }

  /** Fails if anything is left. */
  void requireEnd() {
    if (position < end) {
      throw malformed("the end at offset " + offset(), end - position + " more bytes");
    }
  }

  /** Reads a signed 64-bit little-endian integer. */
  long readLong() {
    require(Long.BYTES);
    long value = file.slice(position, Long.BYTES).getLong();
    position += Long.BYTES;
    return value;
  }

  /** Passes over {@code bytes} bytes. */
  void skipExactly(long bytes) {
    require(bytes);
    position += bytes;
  }

  /** Reads one byte, 0 to 255; never -1. */
  @Override
  public int read() {
    require(1);
    return Byte.toUnsignedInt(file.get(position++));
  }

  /** Reads exactly {@code length} bytes. */
  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    require(length);
    file.slice(position, length).get(target, from, length);
    position += length;
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
