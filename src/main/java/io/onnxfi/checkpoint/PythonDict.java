package io.onnxfi.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An unpickled {@code dict} or {@code OrderedDict}, in the order of insertion.
 *
 * <p>Keys are looked up if they are short text or integers only: others could take unbounded time,
 * or an endless recursion, to hash and compare. Their entries are kept, each for itself.
 */
final class PythonDict {
  private final Map<Object, Object> entries = new LinkedHashMap<>();

  /** Stands for a key that is not looked up. */
  private static final class OtherKey {}

  /** Adds or replaces an entry. */
  void put(Object key, Object value) {
    entries.put(known(key), value);
  }

  private static Object known(Object key) {
    if (key instanceof String text && text.length() <= PythonValue.MAX_TEXT) {
      return text;
    }
    return key instanceof Integer || key instanceof Long
        ? (Object) ((Number) key).longValue()
        : new OtherKey();
  }

  /** The value of a key, or null. */
  Object get(String key) {
    return entries.get(key);
  }

  /** All entries in order; keys are {@link String}, {@link Long} or something else. */
  Map<Object, Object> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
