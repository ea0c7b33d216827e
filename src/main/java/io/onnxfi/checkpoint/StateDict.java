package io.onnxfi.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the parameters in the object of a checkpoint, which is a dict in one of many customs. */
final class StateDict {
  /** Keys under which training scripts keep the parameters beside other things, first wins. */
  private static final List<String> NESTING_KEYS = List.of("state_dict", "model", "net");

  /** What the wrapper for parallel training puts before every name. */
  private static final String WRAPPER_PREFIX = "module.";

  /** Batches seen in training: int64 scalars that inference does not use. */
  private static final String COUNTER = "num_batches_tracked";

  private StateDict() {}

  /**
   * The parameters and statistics by plain name, in order. What lies beside a nested state dict is
   * ignored; within it, everything must be a tensor.
   *
   * @throws IllegalArgumentException if there is none, or two would have the same name
   */
  static Map<String, TensorView> of(Object object) {
    Map<String, TensorView> named = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : find(object).entries().entrySet()) {
      String fullName = PythonValue.text(entry.getKey(), "parameter's name");
      String name =
          fullName.startsWith(WRAPPER_PREFIX)
              ? fullName.substring(WRAPPER_PREFIX.length())
              : fullName;
      if (!(entry.getValue() instanceof TensorView view)) {
        throw PythonValue.unexpected(
            "entry '" + PythonValue.printable(name) + "'", "a tensor", entry.getValue());
      }
      if (!isCounter(name) && named.put(name, view) != null) {
        throw new IllegalArgumentException(
            "two entries are named '" + PythonValue.printable(name) + "'");
      }
    }
    if (named.isEmpty()) {
      throw new IllegalArgumentException("no tensors in the state dict");
    }
    return named;
  }

  private static PythonDict find(Object object) {
    if (!(object instanceof PythonDict dict)) {
      throw PythonValue.unexpected("checkpoint", "a dict", object);
    }
    for (String key : NESTING_KEYS) {
      if (dict.get(key) instanceof PythonDict nested) {
        return nested;
      }
    }
    return dict;
  }

  private static boolean isCounter(String name) {
    return name.equals(COUNTER) || name.endsWith("." + COUNTER);
  }
}
