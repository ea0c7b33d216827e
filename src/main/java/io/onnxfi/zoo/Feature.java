package io.onnxfi.zoo;

import io.onnxfi.tensor.Shape;
import java.util.Objects;

/**
 * A value between two layers.
 *
 * @param name in the graph
 * @param shape for one image, without the batch: {@code [channels, height, width]} of a map, {@code
 *     [features]} of a vector, {@code [tokens, width]} of a sequence
 */
public record Feature(String name, Shape shape) {
  /** Checks that nothing is missing. */
  public Feature {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
  }

  /** Channels of a map, or features of a vector: the first axis behind the batch. */
  public int channels() {
    return Math.toIntExact(shape.dim(0));
  }
}
