package io.onnxfi.fault;

import io.onnxfi.onnx.Layout;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightInput;
import io.onnxfi.onnx.WeightTable.Named;
import io.onnxfi.tensor.Region;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a fault in a weight reaches, in the order in which the model stores it.
 *
 * <p>Channels, and rows and columns of filters, are those of the operator, whatever the order of
 * axes: {@code [out, in/group, kH, kW]}, of transposed convolutions {@code [in, out/group, kH,
 * kW]}. Rows and columns of anything else are those of the order in which the list indexes it.
 */
final class WeightRegions {
  private static final int MATRIX = 2;

  private WeightRegions() {}

  /** Whether a tensor, in the order in which it is named, has the element that a site names. */
  static boolean contains(Named named, FaultSite site) {
    long[] index = site.index().coordinates();
    boolean isAll = !site.extent().reach().needsElement() && index.length == 0;
    return isAll || named.layout().shape().contains(index);
  }

  /** The elements, in ascending positions; nothing if a tensor of this shape has no such. */
  static Optional<Region> of(Named named, FaultSite site) {
    Layout listed = named.layout();
    Reach reach = site.extent().reach();
    if (reach == FixedReach.TENSOR) {
      return Optional.of(new Region.All(listed.shape().size()));
    }
    long position = listed.position(site.index().coordinates());
    if (reach == FixedReach.ELEMENT) {
      return Optional.of(new Region.Element(position));
    }
    Weight weight = named.weight();
    boolean isRow = reach == FixedReach.ROW || reach == FixedReach.COLUMN;
    Layout order =
        isProduct(weight) && !(isRow && isMatrix(weight)) ? weight.operatorLayout() : listed;
    OptionalInt axis =
        isRow ? line(weight, order, reach) : channel(weight, order, reach == FixedReach.CHANNEL);
    if (axis.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        isRow ? order.line(axis.getAsInt(), position) : order.slab(axis.getAsInt(), position));
  }

  private static boolean isFilter(Weight weight) {
    return weight.input() == WeightInput.CONVOLUTION
        || weight.input() == WeightInput.TRANSPOSED_CONVOLUTION;
  }

  private static boolean isMatrix(Weight weight) {
    return weight.input() == WeightInput.LINEAR;
  }

  private static boolean isProduct(Weight weight) {
    return isFilter(weight) || isMatrix(weight);
  }

  /** The axis along which a row or a column lies. */
  private static OptionalInt line(Weight weight, Layout order, Reach reach) {
    int axis = order.shape().rank() - (reach == FixedReach.ROW ? 1 : MATRIX);
    return axis < (isFilter(weight) ? MATRIX : 0) ? OptionalInt.empty() : OptionalInt.of(axis);
  }

  /** The axis that counts output or input channels. */
  private static OptionalInt channel(Weight weight, Layout order, boolean isOutput) {
    int rank = order.shape().rank();
    if (weight.input() == WeightInput.OPERAND || weight.input() == WeightInput.SETTING) {
      return isOutput ? firstOfSeveral(order) : OptionalInt.empty();
    }
    boolean isFirst = isOutput != (weight.input() == WeightInput.TRANSPOSED_CONVOLUTION);
    return rank < MATRIX ? OptionalInt.empty() : OptionalInt.of(isFirst ? 0 : 1);
  }

  /** Of a bias {@code [C]} or {@code [1, C, 1, 1]}, the axis of its channels. */
  private static OptionalInt firstOfSeveral(Layout order) {
    for (int axis = 0; axis < order.shape().rank(); axis++) {
      if (order.shape().dim(axis) > 1) {
        return OptionalInt.of(axis);
      }
    }
    return order.shape().rank() == 0 ? OptionalInt.empty() : OptionalInt.of(0);
  }
}
