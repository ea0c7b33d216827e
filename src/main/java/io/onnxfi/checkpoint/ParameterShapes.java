package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a network needs of a checkpoint.
 *
 * @param network its name, for messages
 * @param shapes of all parameters and statistics, by name, in order; the last are the last layer's
 */
public record ParameterShapes(String network, Map<String, Shape> shapes) {
  /** Takes a copy. */
  public ParameterShapes {
    Objects.requireNonNull(network, "network");
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("a network without parameters: " + network);
    }
  }
}
