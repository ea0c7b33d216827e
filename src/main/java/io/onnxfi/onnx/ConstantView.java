package io.onnxfi.onnx;

import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of the graph that holds the elements of a constant, as they are or converted, in some
 * order of axes.
 *
 * @param name of the value
 * @param layout where the constant has the elements of the value
 * @param quantized whether the constant's integers have become real numbers on the way
 * @param constant what it is made of
 * @param before the value that it is made of; null for the constant itself
 * @param steps how many operators have handed it on
 */
record ConstantView(
    String name,
    Layout layout,
    boolean quantized,
    Initializer constant,
    ConstantView before,
    int steps) {
  private static final int QUANTIZED_BITS = 16;
  private static final int MOST_STEPS = 32;

  /** The constant itself. */
  static ConstantView of(Initializer constant) {
    return new ConstantView(
        constant.name(), Layout.stored(constant.shape()), false, constant, null, 0);
  }

  /** What an operator hands on. */
  ConstantView handedOn(String value, Layout order, boolean converted) {
    return new ConstantView(value, order, quantized || converted, constant, this, steps + 1);
  }

  /** Whether it may be followed further: exporters make short chains. */
  boolean isNear() {
    return steps < MOST_STEPS;
  }

  /** From the constant itself to this value. */
  List<ConstantView> path() {
    List<ConstantView> path = new ArrayList<>();
    for (ConstantView view = this; view != null; view = view.before) {
      path.add(0, view);
    }
    return path;
  }

  /**
   * Whether the elements are trained parameters where an operator takes them for this: real
   * numbers, or narrow integers that stand for real numbers.
   */
  boolean isTrained(WeightInput input) {
    ElementType type = constant.type();
    if (input == WeightInput.SETTING) {
      return false;
    }
    boolean narrow =
        !type.isFloatingPoint()
            && type.hasAddressableBits()
            && type != ElementType.BOOL
            && type.bits() <= QUANTIZED_BITS;
    return type.isFloatingPoint() || (narrow && (quantized || input.isProduct()));
  }
}
