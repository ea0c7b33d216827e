package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The storages behind the pickles, and tensors made of them.
 *
 * <p>Each storage is an int64 number of elements, then the elements, all little-endian; they follow
 * each other in the order of the key list. A contiguous tensor is a view of the file's bytes; other
 * tensors are copied, at most as many bytes as the file has.
 */
final class Storages {
  private final CheckpointInput source;
  private final Map<String, ByteBuffer> bytes = new HashMap<>();

  /** By identity: it costs no more however many tensors a file makes equal. */
  private final IdentityHashMap<TensorView, Tensor> tensors = new IdentityHashMap<>();

  private long copied;

  private Storages(CheckpointInput source) {
    this.source = source;
  }

  /**
   * Reads all storages.
   *
   * @param declared what the pickle says about each, by key
   * @param keys each key once, in the order of the file
   */
  static Storages read(CheckpointInput source, Map<String, StorageView> declared, List<?> keys) {
    Storages storages = new Storages(source);
    for (Object item : keys) {
      String key = PythonValue.text(item, "storage key");
      StorageView storage = declared.get(key);
      if (storage == null || storages.bytes.containsKey(key)) {
        throw source.malformed(
            "each storage of the pickle once",
            "the unknown or repeated key '" + PythonValue.printable(key) + "'");
      }
      storages.bytes.put(key, readOne(source, storage));
    }
    if (storages.bytes.size() < declared.size()) {
      throw source.malformed(declared.size() + " storages", Integer.toString(keys.size()));
    }
    return storages;
  }

  private static ByteBuffer readOne(CheckpointInput source, StorageView storage) {
    int offset = source.offset();
    long elements = source.readLong();
    if (elements != storage.storageElements()) {
      throw source.malformed(
          "%d elements of a storage at offset %d".formatted(storage.storageElements(), offset),
          Long.toString(elements));
    }
    long size = Math.multiplyExact(elements, storage.type().bytes(1));
    source.require(size);
    return source.readSlice(Math.toIntExact(size));
  }

  /** The tensor with the elements that {@code view} describes; its memory is read-only. */
  Tensor tensor(TensorView view) {
    return tensors.computeIfAbsent(view, this::make);
  }

  private Tensor make(TensorView view) {
    StorageView storage = view.storage();
    int from = Math.toIntExact(storage.type().bytes(storage.offset()));
    int length = Math.toIntExact(storage.type().bytes(storage.elements()));
    ByteBuffer run = bytes.get(storage.key()).slice(from, length).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer data = view.isContiguous() ? contiguous(run, view) : copy(run, view);
    return Tensor.of(storage.type(), view.shape(), data.asReadOnlyBuffer());
  }

  private static ByteBuffer contiguous(ByteBuffer run, TensorView view) {
    int from = Math.toIntExact(view.storage().type().bytes(view.offset()));
    return run.slice(from, Math.toIntExact(view.storage().type().bytes(view.shape().size())));
  }

  private ByteBuffer copy(ByteBuffer run, TensorView view) {
    copied += view.storage().type().bytes(view.shape().size());
    if (copied > source.size()) {
      throw source.malformed(
          "strided tensors of at most " + source.size() + " bytes together", "more");
    }
    return StridedCopy.of(run, view);
  }
}
