package io.onnxfi.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors by plain name, in the order of the file: without the wrapper's prefix, and without the
 * counters of batch normalisation.
 *
 * @param <T> what a tensor is known by
 */
final class NamedTensors<T> {
  /** What the wrapper for parallel training puts before every name. */
  private static final String WRAPPER_PREFIX = "module.";

  /** Batches seen in training: int64 scalars that inference does not use. */
  private static final String COUNTER = "num_batches_tracked";

  private final Map<String, T> named = new LinkedHashMap<>();

  /**
   * Adds the tensor of that name in the file.
   *
   * @throws IllegalArgumentException if another one has the same plain name
   */
  void add(String fullName, T tensor) {
    String name =
        fullName.startsWith(WRAPPER_PREFIX)
            ? fullName.substring(WRAPPER_PREFIX.length())
            : fullName;
    if (!isCounter(name) && named.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException(
          "two entries are named '" + PythonValue.printable(name) + "'");
    }
  }

  /**
   * All of them; cannot be changed.
   *
   * @throws IllegalArgumentException if there are none
   */
  Map<String, T> all() {
    if (named.isEmpty()) {
      throw new IllegalArgumentException("no tensors in the state dict");
    }
    return Collections.unmodifiableMap(named);
  }

  private static boolean isCounter(String name) {
    return name.equals(COUNTER) || name.endsWith("." + COUNTER);
  }
}
