package io.onnxfi.onnx;

import java.util.Objects;

/**
 * A tensor of the model that can be injected, as the graph uses it.
 *
 * @param layer the name that lists call it by; {@link WeightTable#find} gives this weight for it
 * @param layout the order of axes in which that name is indexed, over the stored elements
 * @param stored the initializer that holds the elements
 * @param input what it is used for: by the first product made of it, or else by the first operator;
 *     {@link WeightInput#SETTING} if nothing uses it
 * @param operatorLayout the operator's own order of axes: filters {@code [out, in/group, k…]},
 *     matrices {@code [out, in]}
 * @param operator that operator's type; empty if nothing uses it
 * @param node that node's name; may be empty
 * @param groups of a convolution, else 1
 * @param isTrained whether it holds parameters that were trained: real numbers, or narrow integers
 *     that stand for them, where an operator computes with them
 */
public record Weight(
    String layer,
    Layout layout,
    Initializer stored,
    WeightInput input,
    Layout operatorLayout,
    String operator,
    String node,
    long groups,
    boolean isTrained) {
  /** Checks that nothing is missing. */
  public Weight {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(stored, "stored");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(operatorLayout, "operatorLayout");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(node, "node");
  }

  /** All bits of all its elements. */
  public long bits() {
    return stored.shape().size() * stored.type().bits();
  }

  /** Whether each filter of the convolution reads one channel of several. */
  public boolean isDepthwise() {
    return input == WeightInput.CONVOLUTION && groups > 1 && operatorLayout.shape().dim(1) == 1;
  }
}
