package io.onnxfi.checkpoint;

/**
 * A run of elements in a storage, as a persistent id of the pickle declares it.
 *
 * @param key name of the storage in the file
 * @param type of every element
 * @param storageElements elements of the whole storage
 * @param offset first element of the run
 * @param elements elements of the run; those of the storage unless it is shared
 */
record StorageView(String key, StorageType type, long storageElements, long offset, long elements) {
  StorageView {
    if (storageElements < 0 || offset < 0 || elements < 0 || elements > storageElements - offset) {
      throw new IllegalArgumentException(
          "elements %d to %d+%d of storage '%s' do not lie within its %d"
              .formatted(offset, offset, elements, PythonValue.printable(key), storageElements));
    }
  }

  /**
   * From {@code ('storage', class, key, location, elements[, view])}, where {@code view} is None or
   * {@code (key, offset, elements)}; only the legacy format has it. The location (a device) does
   * not matter here.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static StorageView ofPersistentId(Object id) {
    Object[] fields = PythonValue.tuple(id, "persistent id", 5, 6);
    if (!"storage".equals(fields[0])) {
      throw PythonValue.unexpected("persistent id", "'storage'", fields[0]);
    }
    StorageType type = type(fields[1]);
    String key = PythonValue.text(fields[2], "storage key");
    long size = PythonValue.integer(fields[4], "storage size");
    if (fields.length == 5 || fields[5] == null) {
      return new StorageView(key, type, size, 0, size);
    }
    Object[] view = PythonValue.tuple(fields[5], "storage view", 3, 3);
    return new StorageView(
        key,
        type,
        size,
        PythonValue.integer(view[1], "storage view's offset"),
        PythonValue.integer(view[2], "storage view's size"));
  }

  /** The run of all elements of the storage. */
  StorageView whole() {
    return new StorageView(key, type, storageElements, 0, storageElements);
  }

  /** The same bytes as elements of another type. */
  StorageView as(StorageType other) {
    return new StorageView(
        key,
        other,
        type.bytes(storageElements) / other.width(),
        type.bytes(offset) / other.width(),
        type.bytes(elements) / other.width());
  }

  private static StorageType type(Object storageClass) {
    if (storageClass instanceof KnownGlobal global && global.storageType().isPresent()) {
      return global.storageType().get();
    }
    throw PythonValue.unexpected("storage", "its class", storageClass);
  }
}
