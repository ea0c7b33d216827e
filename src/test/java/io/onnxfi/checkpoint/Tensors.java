package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** All tensors of a checkpoint's largest dict, whatever network they are of. */
final class Tensors {
  private static final String PREFIX = "module.";

  private Tensors() {}

  /** Without the wrapper's prefix and without counters. */
  static Map<String, Tensor> of(Contents contents) {
    Candidate largest =
        contents.candidates().stream()
            .max(Comparator.comparingLong(Candidate::tensors))
            .orElseThrow();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    largest
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry instanceof StoredTensor stored && !Extras.isCounter(name)) {
                boolean isWrapped = name.startsWith(PREFIX);
                tensors.put(isWrapped ? name.substring(PREFIX.length()) : name, stored.read());
              }
            });
    return tensors;
  }
}
