package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the storages of a pickle lie in the file, and tensors made of them.
 *
 * <p>A contiguous tensor is a view of the file's bytes; other tensors are copied, at most as many
 * bytes as the file has.
 */
final class Storages {
  private final FileBytes file;
  private final Map<String, Long> offsets = new HashMap<>();

  /** By identity: it costs no more however many tensors a file makes equal. */
  private final IdentityHashMap<TensorView, Tensor> tensors = new IdentityHashMap<>();

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

  /** Tensors of the added storages, by the name of their view, in order. */
  Map<String, Tensor> tensors(Map<String, TensorView> views) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    views.forEach((name, view) -> named.put(name, tensors.computeIfAbsent(view, this::tensor)));
    return named;
  }

  /** The tensor with the elements that {@code view} describes; its memory is read-only. */
  private Tensor tensor(TensorView view) {
    StorageView storage = view.storage();
    long first =
        offsets.get(storage.key()) + storage.type().bytes(storage.offset() + view.offset());
    long size = storage.type().bytes(view.shape().size());
    ByteBuffer data =
        view.isContiguous()
            ? file.slice(first, size)
            : copy(file.slice(first, storage.type().bytes(view.extent())), view, size);
    return Tensor.of(
        storage.type(), view.shape(), data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  private ByteBuffer copy(ByteBuffer elements, TensorView view, long size) {
    copied += size;
    if (copied > file.size()) {
      throw MalformedInputException.of(
          file.name(), "strided tensors of at most " + file.size() + " bytes together", "more");
    }
    HeapLimit.require(copied, "strided tensors of " + file.name());
    return StridedCopy.of(elements, view);
  }
}
