package io.onnxfi.injection;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.model.Spread;

/** How the fault-free values of a model are spread, as far as it is known. */
@FunctionalInterface
public interface Ranges {
  /** Nothing is known. */
  Ranges UNKNOWN =
      value -> {
        throw new MissingResourceException(
            "the fault needs the range of '%s', which no profile tells".formatted(value),
            "make one with 'onnxfi profile' and give it with --profile");
      };

  /**
   * The spread of a value that a node computes, over images.
   *
   * @throws MissingResourceException if it is not known
   */
  Spread of(String value);
}
