package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a file at any offset: mapped and not read, so that its size does not matter.
 *
 * <p>A mapping ends at 2 GiB. So one begins at every GiB and each is as long as it can be: any run
 * of at most {@link #MAX_RUN} bytes lies within the one that its first byte is in the first half
 * of. The file must not shrink while it is in use.
 */
final class FileBytes {
  private static final int SPACING_BITS = 30;

  /** Bytes of the longest run that {@link #slice} gives: 1 GiB. */
  static final long MAX_RUN = 1L << SPACING_BITS;

  private final String name;
  private final long size;
  private final List<ByteBuffer> mappings;

  private FileBytes(String name, long size, List<ByteBuffer> mappings) {
    this.name = name;
    this.size = size;
    this.mappings = List.copyOf(mappings);
  }

  /** Maps a file. */
  static FileBytes map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      List<ByteBuffer> mappings = new ArrayList<>();
      for (long start = 0; start < size; start += MAX_RUN) {
        long length = Math.min(size - start, Integer.MAX_VALUE);
        mappings.add(channel.map(FileChannel.MapMode.READ_ONLY, start, length));
      }
      return new FileBytes(file.toString(), size, mappings);
    }
  }

  /** Bytes in memory as if they were a file. */
  static FileBytes of(String name, byte... bytes) {
    return new FileBytes(name, bytes.length, List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /** Bytes of the whole file. */
  long size() {
    return size;
  }

  /** The byte at an offset within the file. */
  byte get(long offset) {
    return mapping(offset).get(within(offset));
  }

  /**
   * A run of bytes: a read-only little-endian view.
   *
   * @throws MalformedInputException if the run does not lie within the file
   * @throws UnsupportedInputException if it is longer than {@link #MAX_RUN}
   */
  ByteBuffer slice(long offset, long length) {
    if (offset < 0 || length < 0 || length > size - offset) {
      throw MalformedInputException.of(
          name,
          "%d bytes at offset %d".formatted(length, offset),
          "a file of %d bytes".formatted(size));
    }
    if (length > MAX_RUN) {
      throw new UnsupportedInputException(
          "%s: %d bytes of one tensor at offset %d; at most 1 GiB is supported"
              .formatted(name, length, offset));
    }
    ByteBuffer run =
        length == 0
            ? ByteBuffer.allocate(0).asReadOnlyBuffer()
            : mapping(offset).slice(within(offset), (int) length);
    return run.order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer mapping(long offset) {
    return mappings.get((int) (offset >> SPACING_BITS));
  }

  private static int within(long offset) {
    return (int) (offset & (MAX_RUN - 1));
  }
}
