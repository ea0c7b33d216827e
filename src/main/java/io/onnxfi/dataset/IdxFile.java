package io.onnxfi.dataset;

import io.onnxfi.file.FileKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of unsigned bytes, read whole.
 *
 * <p>All header fields are 32-bit and big-endian: a magic number (two zero bytes, 8 for unsigned
 * bytes, the number of axes), then the extent of each axis. The elements follow in row-major order
 * (<a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>, "The IDX file format").
 */
final class IdxFile {
  /** Magic number of {@code [n, height, width]} unsigned bytes. */
  static final int IMAGES_MAGIC = 2051;

  /** Magic number of {@code [n]} unsigned bytes. */
  static final int LABELS_MAGIC = 2049;

  /** Five times what the training images of MNIST take. */
  private static final int MOST_BYTES = 1 << 28;

  private final byte[] bytes;
  private final int[] extents;

  private IdxFile(byte[] bytes, int[] extents) {
    this.bytes = bytes;
    this.extents = extents;
  }

  /** Images {@code [n, height, width]}. */
  static IdxFile images(SourceFile file) {
    return read(file, IMAGES_MAGIC, 3);
  }

  /** Labels {@code [n]}. */
  static IdxFile labels(SourceFile file) {
    return read(file, LABELS_MAGIC, 1);
  }

  private static IdxFile read(SourceFile file, int magic, int axes) {
    byte[] bytes = unzipped(file);
    int headerBytes = Integer.BYTES * (1 + axes);
    if (bytes.length < headerBytes) {
      throw file.malformed("an IDX header of " + headerBytes + " bytes", bytes.length + " bytes");
    }
    // A ByteBuffer is big-endian unless told otherwise.
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int foundMagic = header.getInt();
    if (foundMagic != magic) {
      throw file.malformed("the IDX magic number " + magic, Integer.toString(foundMagic));
    }
    int[] extents = new int[axes];
    long expected = 1;
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = header.getInt();
      if (extents[axis] < 1 || extents[axis] > Integer.MAX_VALUE / expected) {
        throw file.malformed("a size below 2 GiB in the header", "extent " + extents[axis]);
      }
      expected *= extents[axis];
    }
    if (bytes.length != headerBytes + expected) {
      throw file.malformed(
          "%d bytes, as its header says".formatted(headerBytes + expected),
          bytes.length + " bytes");
    }
    return new IdxFile(bytes, extents);
  }

  /** The bytes of a file, which may be as the publisher offers it, with gzip. */
  private static byte[] unzipped(SourceFile file) {
    byte[] bytes = file.read();
    if (FileKind.detect(bytes.length < 2 ? bytes : Arrays.copyOf(bytes, 2)) != FileKind.GZIP) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(MOST_BYTES); // a file that unpacks to more is none of these
    } catch (IOException e) {
      throw file.malformed("an intact gzip file", "a damaged one (" + e.getMessage() + ")");
    }
  }

  /** Length of one axis. */
  int extent(int axis) {
    return extents[axis];
  }

  /** Bytes before the first element. */
  int headerBytes() {
    return Integer.BYTES * (1 + extents.length);
  }

  /** The whole file, header included; not a copy. */
  byte[] bytes() {
    return bytes;
  }
}
