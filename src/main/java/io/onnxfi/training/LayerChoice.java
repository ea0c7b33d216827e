package io.onnxfi.training;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Some of the layers of a network.
 *
 * @param label how they were asked for; empty for all
 * @param chosen whether a layer is one of them, by its name
 */
public record LayerChoice(String label, Predicate<String> chosen) {
  /** All of them. */
  public static final LayerChoice ALL = new LayerChoice("", name -> true);

  /** Checks that nothing is missing. */
  public LayerChoice {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(chosen, "chosen");
  }
}
