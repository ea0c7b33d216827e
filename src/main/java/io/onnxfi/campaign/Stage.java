package io.onnxfi.campaign;

/** What the time of an engine's workers goes into. */
public enum Stage {
  /** Finding exact cuts. */
  PLANNING("planning"),
  /** Fault-free values at the cuts. */
  GOLDEN("golden values"),
  /** Putting a fault into a head, or into the whole model. */
  INJECTION("injection"),
  /** Faulty heads, or the whole model where it is not cut. */
  HEAD("heads"),
  /** Finding the images that changed, and gathering them. */
  COMPARISON("comparison"),
  /** Tails of the images that changed. */
  TAIL("tails"),
  /** Scores to outcomes. */
  JUDGEMENT("judgement");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
