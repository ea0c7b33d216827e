package io.onnxfi.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An unpickled {@code dict} or {@code OrderedDict}, in the order of insertion.
 *
 * <p>Keys are short text and integers only: others could take unbounded time, or an endless
 * recursion, to hash and compare.
 */
final class PythonDict {
  private final Map<Object, Object> entries = new LinkedHashMap<>();

  /**
   * Adds or replaces an entry.
   *
   * @throws IllegalArgumentException if the key is neither short text nor an integer
   */
  void put(Object key, Object value) {
    Object checked =
        key instanceof String ? PythonValue.text(key, "key") : PythonValue.integer(key, "key");
    entries.put(checked, value);
  }

  /** The value of a key, or null. */
  Object get(String key) {
    return entries.get(key);
  }

  /** All entries in order; keys are {@link String} or {@link Long}. */
  Map<Object, Object> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
