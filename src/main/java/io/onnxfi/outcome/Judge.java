package io.onnxfi.outcome;

/**
 * When a changed answer is critical. An answer is a row of numbers; an unchanged one is masked,
 * whatever the judge.
 */
public interface Judge {
  /** Numbers in an answer, at the least. */
  int leastNumbers();

  /**
   * Whether an answer that differs from the fault-free one is critical.
   *
   * @param golden all fault-free answers, one after the other
   * @param own where that of the sample begins
   * @param faulty some answers
   * @param from where the one to judge begins
   * @param width numbers in an answer
   */
  boolean isCritical(float[] golden, int own, float[] faulty, int from, int width);

  /** Whether an answer names a class, which a label may be. */
  default boolean namesClasses() {
    return false;
  }

  /** The class that an answer names; 0 if it names none. */
  default int answer(float[] answers, int from, int width) {
    return 0;
  }

  /** Whether the fault-free class is not among the first five any more. */
  default boolean isBeyondFive(float[] golden, int own, float[] faulty, int from, int width) {
    return false;
  }

  /** Whether answers are boxes, of which {@link #boxes} tells more than whether it is critical. */
  default boolean countsBoxes() {
    return false;
  }

  /** What became of the boxes of a sample, where answers are boxes. */
  default BoxCounts boxes(float[] golden, int own, float[] faulty, int from, int width) {
    return BoxCounts.NONE;
  }

  /** For people and manifests: when an answer is critical. */
  @Override
  String toString();
}
