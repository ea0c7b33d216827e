package io.onnxfi.training;

import io.onnxfi.onnx.OnnxModel;
import java.util.Set;

/**
 * What a network computes with while it learns, forwards and backwards, instead of some of its
 * weights. The gradients found there change the weights themselves, which are kept apart: they are
 * what is evaluated and saved.
 */
public sealed interface WeightHook permits WeightNoise {
  /** As in records, for example {@code gaussian:0.2}. */
  String label();

  /** Names of the initializers that are replaced. */
  Set<String> weights(OnnxModel model);

  /**
   * Draws for one step what does not depend on the weights, a number per element, so that it can be
   * done while the engine computes; in parts of a weight, each with a key of its own.
   *
   * @param from the first place of a part
   * @param to behind its last place
   */
  void draw(long key, float[] out, int from, int to);

  /**
   * Decides what becomes of a weight in a step.
   *
   * @param weight its elements as learnt, row-major; not changed
   */
  Change change(float[] weight);

  /** What becomes of a weight, element by element, so that it can be done in parts. */
  interface Change {
    /**
     * Makes of what was drawn what the network computes with.
     *
     * @param drawn a number per element; replaced
     * @param from the first place
     * @param to behind the last place
     */
    void apply(float[] drawn, int from, int to);
  }
}
