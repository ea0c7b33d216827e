package io.onnxfi.checkpoint;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the storages of a pickle lie in the file, and tensors made of them.
 *
 * <p>A contiguous tensor is a view of the file's bytes; other tensors are copied when they are
 * read.
 */
final class Storages {
  private final FileBytes file;
  private final Map<String, Long> offsets = new HashMap<>();
  private long copied;

  Storages(FileBytes file) {
    this.file = file;
  }

  /**
   * Says where the elements of a storage begin; all of them must lie within the file.
   *
   * @return whether this storage was not known before
   */
  boolean add(String key, long offset) {
    return offsets.putIfAbsent(key, offset) == null;
  }

  /** The file, for messages. */
  String fileName() {
    return file.name();
  }

  /** The tensor that a view describes, to be read later. */
  Entry entry(TensorView view) {
    StorageType type = view.storage().type();
    if (type.elements().isEmpty()) {
      return UnreadEntry.ofType(type.name());
    }
    return new StoredTensor(type.elements().get(), view.shape(), view, () -> read(view));
  }

  private Tensor read(TensorView view) {
    StorageView storage = view.storage();
    StorageType type = storage.type();
    long first = offsets.get(storage.key()) + type.bytes(storage.offset() + view.offset());
    ByteBuffer data =
        view.isContiguous()
            ? file.slice(first, type.bytes(view.shape().size()))
            : copy(file.slice(first, type.bytes(view.extent())), view);
    return Tensor.of(
        type.elements().orElseThrow(),
        view.shape(),
        data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  private ByteBuffer copy(ByteBuffer elements, TensorView view) {
    long size = view.storage().type().bytes(view.shape().size());
    if (size > FileBytes.MAX_RUN) {
      throw new UnsupportedInputException(
          "%s: %d bytes of one tensor; at most 1 GiB is supported".formatted(file.name(), size));
    }
    copied += size;
    HeapLimit.require(copied, "strided tensors of " + file.name());
    return StridedCopy.of(elements, view);
  }
}
