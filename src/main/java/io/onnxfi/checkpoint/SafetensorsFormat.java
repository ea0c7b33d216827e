package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: a uint64 length, a JSON header of that many bytes, then the elements of
 * all tensors without gap or overlap, row-major and little-endian.
 *
 * <p>See "Format" in the README of huggingface/safetensors (Apache-2.0).
 */
final class SafetensorsFormat {
  /** The limit of the format's own implementation. */
  static final long MAX_HEADER_BYTES = 100_000_000;

  /** Where the header begins. */
  static final int HEADER_OFFSET = Long.BYTES;

  /** What the header begins with. */
  static final char HEADER_START = '{';

  private SafetensorsFormat() {}

  /**
   * Whether a file that begins like this may be one. No other format begins so: a zip archive has a
   * compression method and a pickle of {@code torch.save} a digit of its magic number where the
   * header begins.
   */
  static boolean opens(byte[] head) {
    if (head.length <= HEADER_OFFSET || head[HEADER_OFFSET] != HEADER_START) {
      return false;
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length <= MAX_HEADER_BYTES;
  }

  /**
   * The tensors, in the order of the header.
   *
   * @throws MalformedInputException if the file is anything else than described above
   */
  static Contents read(FileBytes file) {
    CheckpointInput input = new CheckpointInput(file);
    try {
      long length = input.readLong();
      if (length < 0 || length > MAX_HEADER_BYTES) {
        throw input.malformed(
            "a header of at most %d bytes".formatted(MAX_HEADER_BYTES),
            Long.toUnsignedString(length));
      }
      input.require(length);
      HeapLimit.require(SafetensorsHeader.MEMORY_FACTOR * length, "the names in " + file.name());
      List<SafetensorsHeader.Entry> entries =
          SafetensorsHeader.parse(file.name(), file.slice(HEADER_OFFSET, length));
      long data = HEADER_OFFSET + length;
      requireCover(file, entries, data);
      Map<String, Entry> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : entries) {
        tensors.put(entry.name(), stored(file, data, entry));
      }
      return Contents.of(file.name(), tensors, List.of());
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw input.malformed("a safetensors file", e);
    }
  }

  private static Entry stored(FileBytes file, long data, SafetensorsHeader.Entry entry) {
    if (entry.type().isEmpty()) {
      return UnreadEntry.ofType(entry.dtype());
    }
    ElementType type = entry.type().get();
    long size = entry.end() - entry.begin();
    return new StoredTensor(
        type,
        entry.shape(),
        entry,
        () -> Tensor.of(type, entry.shape(), file.slice(data + entry.begin(), size)));
  }

  /** Every byte behind the header belongs to exactly one tensor. */
  private static void requireCover(
      FileBytes file, List<SafetensorsHeader.Entry> entries, long data) {
    List<SafetensorsHeader.Entry> inOrder =
        entries.stream()
            .sorted(
                Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                    .thenComparingLong(SafetensorsHeader.Entry::end))
            .toList();
    long end = 0;
    for (SafetensorsHeader.Entry entry : inOrder) {
      if (entry.begin() != end) {
        throw MalformedInputException.of(
            file.name() + ": " + PythonValue.printable(entry.name()),
            "its elements right after the previous tensor, at " + end,
            Long.toString(entry.begin()));
      }
      end = entry.end();
    }
    if (end != file.size() - data) {
      throw MalformedInputException.of(
          file.name(), end + " bytes of elements", Long.toString(file.size() - data));
    }
  }
}
