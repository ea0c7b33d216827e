package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import java.util.Map;
import java.util.Optional;

/**
 * What a storage, or a tensor in it, is made of.
 *
 * @param name as PyTorch calls it, for example {@code Float}
 * @param width bytes of an element
 * @param elements the same type here; empty if tensors of it are passed over and never read
 */
record StorageType(String name, int width, Optional<ElementType> elements) {
  /** Types that came after storages had lost theirs, by the name of the dtype. */
  private static final Map<String, StorageType> LATER =
      Map.of(
          "torch.uint16", of("uint16", ElementType.UINT16),
          "torch.uint32", of("uint32", ElementType.UINT32),
          "torch.uint64", of("uint64", ElementType.UINT64));

  private static StorageType of(String name, ElementType type) {
    return new StorageType(name, Math.toIntExact(type.bytes(1)), Optional.of(type));
  }

  /** The type of a dtype that has no storage class of its own, if it is read. */
  static Optional<StorageType> ofDtype(String name) {
    return Optional.ofNullable(LATER.get(name));
  }

  /**
   * Bytes of this many elements.
   *
   * @throws ArithmeticException if they exceed 63 bits
   */
  long bytes(long count) {
    return Math.multiplyExact(count, (long) width);
  }
}
