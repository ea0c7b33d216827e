package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gaussian errors in what a network is fed and in what each of its convolutions and linear layers
 * gives on ({@link ErrorPlaces}): to every element by itself, with a probability p, is added N(0,
 * σ²). Gradients pass through unchanged.
 *
 * <p>Drawn anew for every step, place and image, from the seed alone; see {@link ErrorDraw}.
 *
 * @param probability p, from 0 to 1
 * @param deviation σ, in units of the value
 * @param layers where; a network's input is called by its name in the graph
 * @param penalty a term of the loss by the same errors, if any
 */
public record OutputErrors(
    Curriculum probability, Curriculum deviation, LayerChoice layers, Optional<Penalty> penalty) {
  /** As the study of error-aware training learns: more from epoch to epoch. */
  public static final OutputErrors TRAINING =
      new OutputErrors(new Curriculum(0.05, 0.03, 0.4), new Curriculum(0.01, 0.005, 0.08));

  /** As it evaluates. */
  public static final OutputErrors EVALUATION =
      new OutputErrors(Curriculum.fixed(0.3), Curriculum.fixed(0.05));

  /** Checks the probability. */
  public OutputErrors {
    Objects.requireNonNull(deviation, "deviation");
    Objects.requireNonNull(layers, "layers");
    Objects.requireNonNull(penalty, "penalty");
    if (probability.most() > 1) {
      throw MalformedInputException.of(
          "errors", "a probability of at most 1", Double.toString(probability.most()));
    }
  }

  /** In all layers, without a penalty. */
  public OutputErrors(Curriculum probability, Curriculum deviation) {
    this(probability, deviation, LayerChoice.ALL, Optional.empty());
  }

  /** The same in other layers. */
  public OutputErrors in(LayerChoice others) {
    return new OutputErrors(probability, deviation, others, penalty);
  }

  /** The same with a penalty. */
  public OutputErrors with(Penalty term) {
    return new OutputErrors(probability, deviation, layers, Optional.of(term));
  }

  /** By name, for records. */
  public Map<String, String> describe() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("error_probability", probability.label());
    options.put("error_sigma", deviation.label());
    if (!layers.label().isEmpty()) {
      options.put("error_layers", layers.label());
    }
    penalty.ifPresent(term -> options.put("penalty", term.label()));
    return options;
  }
}
