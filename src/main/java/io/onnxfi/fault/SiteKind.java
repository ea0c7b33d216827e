package io.onnxfi.fault;

import java.util.Locale;

/** What kind of tensor a fault is in. */
public enum SiteKind {
  /** What the model holds: weights, biases, parameters of normalisations. */
  WEIGHT,
  /** What a node computes. */
  ACTIVATION;

  /** As in lists: {@code weight}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
