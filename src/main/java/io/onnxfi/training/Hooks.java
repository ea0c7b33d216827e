package io.onnxfi.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is changed while a network learns, and not afterwards.
 *
 * @param weights what it computes with instead of its weights
 * @param outputs errors in what it is fed and in what its layers give on
 */
public record Hooks(Optional<WeightHook> weights, Optional<OutputErrors> outputs) {
  /** Nothing is. */
  public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty());

  /** Noise in all weights, or nothing if {@code alpha} is 0; see {@link WeightNoise}. */
  public static Hooks weightNoise(double alpha) {
    return alpha == 0 ? NONE : new Hooks(Optional.of(new WeightNoise(alpha)), Optional.empty());
  }

  /** The same with errors in outputs. */
  public Hooks with(OutputErrors errors) {
    return new Hooks(weights, Optional.of(errors));
  }

  /** Those that there are, by name. */
  Map<String, String> describe() {
    Map<String, String> options = new LinkedHashMap<>();
    weights.ifPresent(hook -> options.put("weight_noise", hook.label()));
    outputs.ifPresent(errors -> options.putAll(errors.describe()));
    return options;
  }
}
