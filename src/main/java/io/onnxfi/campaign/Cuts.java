package io.onnxfi.campaign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an engine cuts a model.
 *
 * @param layers initializers whose faults are run from a cut
 * @param whole initializers for which no exact cut was found, with the reason in words: their
 *     faults run the whole model
 */
public record Cuts(int layers, Map<String, String> whole) {
  /** Copies. */
  public Cuts {
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
  }
}
