package io.onnxfi.checkpoint;

import java.util.List;
import java.util.Map;

/** Finds the parameters in the object of a checkpoint, which is a dict in one of many customs. */
final class StateDict {
  /** Keys under which training scripts keep the parameters beside other things, first wins. */
  private static final List<String> NESTING_KEYS =
      List.of("state_dict", "model_state_dict", "model", "net");

  private StateDict() {}

  /**
   * The parameters and statistics by plain name, in order. What lies beside a nested state dict is
   * ignored; within it, everything must be a tensor.
   *
   * @throws IllegalArgumentException if there is none, or two would have the same name
   */
  static Map<String, TensorView> of(Object object) {
    NamedTensors<TensorView> named = new NamedTensors<>();
    for (Map.Entry<Object, Object> entry : find(object).entries().entrySet()) {
      String name = PythonValue.text(entry.getKey(), "parameter's name");
      if (!(entry.getValue() instanceof TensorView view)) {
        throw PythonValue.unexpected(
            "entry '" + PythonValue.printable(name) + "'", "a tensor", entry.getValue());
      }
      named.add(name, view);
    }
    return named.all();
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
}
