package io.onnxfi.onnx.check;

import io.onnxfi.tensor.ElementType;
import java.util.List;
import java.util.Objects;

/**
 * What is known of a value before the model runs.
 *
 * @param type of its elements
 * @param dims extents, outermost first; {@link #OPEN} where one is not known, {@link #BATCH} for
 *     the number of images where the model leaves it open
 */
public record Inferred(ElementType type, List<Long> dims) {
  /** An extent that nothing is known of. */
  public static final long OPEN = Known.OPEN;

  /** The free batch. */
  public static final long BATCH = Known.BATCH;

  /** Checks and copies. */
  public Inferred {
    Objects.requireNonNull(type, "type");
    dims = List.copyOf(dims);
  }
}
