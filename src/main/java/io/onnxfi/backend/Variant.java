package io.onnxfi.backend;

import java.util.Objects;

/**
 * A framework with other options that may change rounding and nothing else.
 *
 * @param label of the options, for evidence: {@code optimisation level none}
 * @param backend the framework with these options; its id is that of the side it varies
 * @param batch images that are run together
 */
public record Variant(String label, Backend backend, int batch) {
  /** What a variant is good for. */
  public enum Use {
    /** Looking at single images; it may be slow. */
    SINGLE_IMAGES,
    /** A campaign over all images: as fast as the framework usually is. */
    CAMPAIGN
  }

  /** Checks. */
  public Variant {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(backend, "backend");
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least one image, not " + batch);
    }
  }
}
