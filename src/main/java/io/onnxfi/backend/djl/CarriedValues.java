package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * What the runs of a body hand on to each other. The values that it begins with are somebody
 * else's; those that come later are closed when others replace them.
 */
final class CarriedValues {
  private List<NDArray> values;
  private boolean isOwn;

  CarriedValues(List<NDArray> first) {
    this.values = List.copyOf(first);
  }

  List<NDArray> values() {
    return values;
  }

  void replace(List<NDArray> next) {
    if (isOwn) {
      values.forEach(NDArray::close);
    }
    values = List.copyOf(next);
    isOwn = true;
  }

  /** The last ones, the caller's to close. */
  NDList results() {
    NDList results = new NDList();
    values.forEach(value -> results.add(isOwn ? value : value.reshape(value.getShape())));
    return results;
  }
}
