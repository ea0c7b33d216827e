package io.onnxfi.training;

import java.util.List;

/**
 * One parameter while it is trained, in the heap: values, gradient, and what the optimizer
 * remembers, element by element in row-major order.
 */
final class Trainable {
  private final String name;
  private final float[] values;
  private final float[] gradient;
  private final List<float[]> memory;
  private final boolean decays;

  /**
   * Takes the arrays over; all have the same length.
   *
   * @param memory one array per name in {@link Optimizer#memory}
   * @param decays whether weight decay applies
   */
  Trainable(String name, float[] values, List<float[]> memory, boolean decays) {
    this.name = name;
    this.values = values;
    this.gradient = new float[values.length];
    this.memory = List.copyOf(memory);
    this.decays = decays;
  }

  String name() {
    return name;
  }

  /** The live values. */
  float[] values() {
    return values;
  }

  /** The live gradient. */
  float[] gradient() {
    return gradient;
  }

  /** A live array of the optimizer's. */
  float[] memory(int which) {
    return memory.get(which);
  }

  boolean decays() {
    return decays;
  }
}
