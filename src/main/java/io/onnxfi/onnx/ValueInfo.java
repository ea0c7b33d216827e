package io.onnxfi.onnx;

import io.onnxfi.tensor.ElementType;
import java.util.List;
import java.util.Objects;

/**
 * An input or output of the graph.
 *
 * @param name unique in the graph
 * @param type type of one element
 * @param dims extents, outermost first; {@link #DYNAMIC} where the model leaves it open (the batch)
 */
public record ValueInfo(String name, ElementType type, List<Long> dims) {
  /** An extent that is only known when the model runs. */
  public static final long DYNAMIC = -1;

  /** Checks and copies. */
  public ValueInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    dims = List.copyOf(dims);
  }

  /** As {@code float[?, 3, 32, 32]}. */
  @Override
  public String toString() {
    return type.label() + dims.toString().replace(Long.toString(DYNAMIC), "?");
  }
}
