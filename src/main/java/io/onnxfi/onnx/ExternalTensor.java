package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.InputFile;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.PackedBits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An initializer's bytes in a file beside the model, mapped and not read, with edited bytes laid
 * over it.
 *
 * <p>ONNX names the file by a path relative to the model, an offset and a length (ONNX
 * specification, ExternalData.md). The file itself is never written to.
 */
final class ExternalTensor {
  /** What an edited byte takes that is laid over the mapping, with all its objects. */
  private static final int BYTES_PER_OVERLAY = 64;

  private final Path file;
  private final ByteBuffer base;
  private final SortedMap<Integer, Byte> edits;

  private ExternalTensor(Path file, ByteBuffer base, SortedMap<Integer, Byte> edits) {
    this.file = file;
    this.base = base;
    this.edits = Collections.unmodifiableSortedMap(edits);
  }

  /**
   * Maps the bytes of {@code tensor}.
   *
   * @param model the file of the model; the data must lie within its folder
   * @param bytes the size that type and shape promise
   * @throws MalformedInputException if the entry is incomplete, leaves the folder or does not fit
   *     the file
   * @throws UnsupportedInputException if the tensor is larger than 2 GiB
   */
  static ExternalTensor map(TensorProto tensor, Path model, long bytes) throws IOException {
    String where = "initializer " + tensor.getName();
    Map<String, String> entries = new TreeMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    Path file = file(where, model, entries.getOrDefault("location", ""));
    long offset = number(entries.getOrDefault("offset", "0"), where, "offset");
    long length = number(entries.getOrDefault("length", Long.toString(bytes)), where, "length");
    if (length != bytes) {
      throw MalformedInputException.of(where, bytes + " bytes of external data", length + "");
    }
    if (length > Integer.MAX_VALUE) {
      throw new UnsupportedInputException(
          "%s: %d bytes of external data, at most 2 GiB in one tensor are supported"
              .formatted(where, length));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() - length) {
        throw MalformedInputException.of(
            where + " in " + file,
            length + " bytes at offset " + offset,
            "a file of " + channel.size() + " bytes");
      }
      return new ExternalTensor(
          file, channel.map(FileChannel.MapMode.READ_ONLY, offset, length), new TreeMap<>());
    }
  }

  /**
   * The file at a location, which may be a link, but must itself lie in the folder of the model: in
   * that of the path given, or, if the model is a link, in that which it leads to, as in a cache of
   * Hugging Face. So no model can name a file elsewhere on the machine.
   */
  private static Path file(String where, Path model, String location) throws IOException {
    Path folder = Optional.ofNullable(model.toAbsolutePath().getParent()).orElseThrow();
    Path real = folder.toRealPath();
    Path target = Optional.ofNullable(model.toRealPath().getParent()).orElseThrow();
    Path beside = inside(where, real, location);
    Path file = Files.exists(beside) ? beside : inside(where, target, location);
    if (!Files.isRegularFile(file)) {
      throw MalformedInputException.of(
          where,
          "external data file " + beside,
          Files.notExists(file) ? "no such file" : InputFile.found(file));
    }
    Path end = file.toRealPath();
    if (!end.startsWith(real) && !end.startsWith(target)) {
      throw MalformedInputException.of(
          where,
          "external data within the model's folder",
          "location '%s', a link out of it to %s".formatted(location, end));
    }
    return end;
  }

  private static Path inside(String where, Path folder, String location) {
    try {
      Path file = folder.resolve(location).normalize();
      if (!location.isEmpty() && file.startsWith(folder)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // no path at all, such as one with a NUL
    }
    throw MalformedInputException.of(
        where, "external data within the model's folder", "location '" + location + "'");
  }

  private static long number(String text, String where, String key) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with negative numbers
    }
    throw MalformedInputException.of(
        where, "a number of bytes as external " + key, "'" + text + "'");
  }

  /** Where the bytes lie, without links. */
  Path file() {
    return file;
  }

  int size() {
    return base.capacity();
  }

  long read(ElementType type, long index) {
    return PackedBits.read(this::byteAt, type, index);
  }

  private byte byteAt(int offset) {
    Byte edited = edits.get(offset);
    return edited == null ? base.get(offset) : edited;
  }

  /**
   * The same with other bits in some elements: laid over the mapping, or a copy if they are many.
   */
  ExternalTensor write(ElementType type, TensorEdit edit) {
    if (edit instanceof DenseEdit dense) {
      return new ExternalTensor(file, dense.values().bytes(), new TreeMap<>());
    }
    if (edit.size() > base.capacity() / BYTES_PER_OVERLAY) {
      ByteBuffer copy = ByteBuffer.allocate(base.capacity()).put(bytes()).flip();
      edit.forEach((position, bits) -> PackedBits.write(copy, type, position, bits));
      return new ExternalTensor(file, copy, new TreeMap<>());
    }
    SortedMap<Integer, Byte> more = new TreeMap<>(edits);
    edit.forEach((position, bits) -> lay(more, type, position, bits));
    return new ExternalTensor(file, base, more);
  }

  private void lay(SortedMap<Integer, Byte> over, ElementType type, long index, long bits) {
    int first = PackedBits.firstByte(type, index);
    int width = Math.max(1, type.bits() / Byte.SIZE);
    byte[] element = new byte[width];
    for (int i = 0; i < width; i++) {
      element[i] = over.getOrDefault(first + i, base.get(first + i));
    }
    long indexInElement = type.bits() < Byte.SIZE ? index % (Byte.SIZE / type.bits()) : 0;
    PackedBits.write(ByteBuffer.wrap(element), type, indexInElement, bits);
    for (int i = 0; i < width; i++) {
      over.put(first + i, element[i]);
    }
  }

  /** All bytes, edits included: the mapping itself where there are none, else a copy. */
  ByteBuffer bytes() {
    if (edits.isEmpty()) {
      return base.duplicate();
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(base.capacity()).put(base.duplicate()).flip();
    edits.forEach(copy::put);
    return copy;
  }
}
