package io.onnxfi.explain;

import java.util.Objects;

/**
 * What speaks for a class in an image.
 *
 * @param scores of the image
 * @param label the class that is explained
 * @param map where the evidence lies, in the size of the layer
 */
public record Explanation(ClassScores scores, int label, HeatMap map) {
  /** Checks that nothing is missing. */
  public Explanation {
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(map, "map");
    Objects.checkIndex(label, scores.classes());
  }
}
