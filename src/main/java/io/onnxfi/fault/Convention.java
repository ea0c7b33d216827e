package io.onnxfi.fault;

import io.onnxfi.onnx.WeightTable.Named;
import java.util.List;

/**
 * One way to read the names of a list: which of the meanings that a name may have.
 *
 * @param prefix of wrapped modules
 * @param keras how Keras's layers are counted
 * @param meaning which of several orders of axes, for names of values that are names of PyTorch's
 *     parameters too: 0 for the value's own, 1 for the operator's
 */
record Convention(NamePrefix prefix, KerasNames keras, int meaning) {
  Convention {
    if (meaning < 0 || meaning > 1) {
      throw new IllegalArgumentException("no such meaning: " + meaning);
    }
  }

  /** What a name means in a model that calls some weights so. */
  List<Named> choose(List<Named> inTable, String name) {
    if (inTable.isEmpty()) {
      return keras.find(name);
    }
    boolean isOneWeight = inTable.stream().map(Named::weight).distinct().count() == 1;
    return isOneWeight ? List.of(inTable.get(Math.min(meaning, inTable.size() - 1))) : inTable;
  }
}
