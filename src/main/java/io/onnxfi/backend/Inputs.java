package io.onnxfi.backend;

import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Tensor;
import java.util.List;

/** The check that every implementation of {@link Session#run} starts with. */
public final class Inputs {
  private Inputs() {}

  /**
   * Requires one tensor per input, of its type, rank and fixed extents.
   *
   * @throws IllegalArgumentException naming the input, what it takes and what came
   */
  public static void require(List<ValueInfo> expected, List<Tensor> found) {
    if (expected.size() != found.size()) {
      throw new IllegalArgumentException(
          "the model takes %d inputs, not %d".formatted(expected.size(), found.size()));
    }
    for (int i = 0; i < found.size(); i++) {
      if (!fits(expected.get(i), found.get(i))) {
        throw new IllegalArgumentException(
            "input '%s' takes %s, not %s"
                .formatted(expected.get(i).name(), expected.get(i), found.get(i)));
      }
    }
  }

  /** Whether a tensor has the type, rank and fixed extents of an input. */
  public static boolean fits(ValueInfo input, Tensor tensor) {
    if (input.type() != tensor.type() || input.dims().size() != tensor.shape().rank()) {
      return false;
    }
    for (int axis = 0; axis < tensor.shape().rank(); axis++) {
      long dim = input.dims().get(axis);
      if (dim != ValueInfo.DYNAMIC && dim != tensor.shape().dim(axis)) {
        return false;
      }
    }
    return true;
  }
}
