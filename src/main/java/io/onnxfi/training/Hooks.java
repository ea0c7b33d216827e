package io.onnxfi.training;

import java.util.Map;
import java.util.Optional;

/**
 * What is changed while a network learns, and not afterwards.
 *
 * @param weights what it computes with instead of its weights
 */
public record Hooks(Optional<WeightHook> weights) {
  /** Nothing is. */
  public static final Hooks NONE = new Hooks(Optional.empty());

  /** Noise in all weights, or nothing if {@code alpha} is 0; see {@link WeightNoise}. */
  public static Hooks weightNoise(double alpha) {
    return alpha == 0 ? NONE : new Hooks(Optional.of(new WeightNoise(alpha)));
  }

  /** Those that there are, by name. */
  Map<String, String> describe() {
    return weights.map(hook -> Map.of("weight_noise", hook.label())).orElse(Map.of());
  }
}
