package io.onnxfi.backend.djl;

/** What a pass through a graph is for. */
enum Pass {
  /** Its outputs only. */
  INFERENCE,
  /** Its outputs, and gradients behind them. */
  GRADIENT,
  /** The same, while dropout drops and batch normalisation learns. */
  TRAINING;

  boolean isTraining() {
    return this == TRAINING;
  }

  boolean hasGradient() {
    return this != INFERENCE;
  }
}
