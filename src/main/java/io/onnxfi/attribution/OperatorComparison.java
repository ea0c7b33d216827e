package io.onnxfi.attribution;

import io.onnxfi.onnx.EditSet;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of one operator in two frameworks on equal inputs. */
final class OperatorComparison {
  private final OperatorPair pair;
  private final Optional<EditSet> edit;
  private final List<Tensor> inputs;
  private final Shape shape;
  private final Tensor first;
  private final Tensor second;
  private final float[] left;
  private final float[] right;

  /** Runs the operator in the second framework, on what gave {@code result} in the first. */
  OperatorComparison(
      OperatorPair pair, Optional<EditSet> edit, List<Tensor> inputs, Tensor result) {
    this.pair = pair;
    this.edit = edit;
    this.inputs = inputs;
    this.shape = result.shape();
    this.first = result;
    this.second = pair.runRight(edit, inputs);
    this.left = numbers(first);
    this.right = numbers(second);
    if (left.length != right.length || first.type() != second.type()) {
      throw new IllegalStateException(
          "%s yields %s in one framework, %s in the other".formatted(pair.name(), first, second));
    }
  }

  /** What elements of any type stand for; integers beyond 2^24 rounded. */
  private static float[] numbers(Tensor tensor) {
    if (tensor.type().isReal()) {
      return tensor.toFloatArray();
    }
    float[] numbers = new float[Math.toIntExact(tensor.shape().size())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) ElementValues.value(tensor.type(), tensor.bits(i));
    }
    return numbers;
  }

  /**
   * Compares image by image.
   *
   * @return the first framework's result; for images that differ, the second one's
   */
  Tensor report(NodeRun run, long images) {
    run.compared();
    boolean byImage = shape.rank() > 0 && shape.dim(0) == images;
    int rows = byImage ? Math.toIntExact(images) : 1;
    int size = left.length / rows;
    Tensor passed = first.copy();
    Bound bound = null;
    for (int row = 0; row < rows; row++) {
      int from = row * size;
      if (isEqual(from, from + size)) {
        continue;
      }
      bound = bound == null ? pair.bound(edit, inputs, left, rows) : bound;
      int worst = beyond(bound, from, from + size);
      for (int image = byImage ? row : 0; image < (byImage ? row + 1 : images); image++) {
        if (worst >= 0) {
          run.differs(image, difference(worst, from, bound, byImage));
        } else {
          run.within(image, pair.name(), largestShare(bound, from, from + size));
        }
      }
      if (worst >= 0) {
        for (int element = from; element < from + size; element++) {
          passed.putBits(element, second.bits(element));
        }
      }
    }
    return passed;
  }

  private boolean isEqual(int from, int to) {
    for (int e = from; e < to; e++) {
      if (left[e] != right[e] && !(Float.isNaN(left[e]) && Float.isNaN(right[e]))) {
        return false;
      }
    }
    return true;
  }

  /** The first element of another kind (NaN, infinite, finite), else the first beyond its bound. */
  private int beyond(Bound bound, int from, int to) {
    int beyond = -1;
    for (int e = from; e < to; e++) {
      if (!isSameKind(left[e], right[e])) {
        return e;
      }
      if (beyond < 0 && Float.isFinite(left[e]) && difference(e) > bound.at(e)) {
        beyond = e;
      }
    }
    return beyond;
  }

  private static boolean isSameKind(float a, float b) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return Float.isNaN(a) && Float.isNaN(b);
    }
    return Float.isFinite(a) ? Float.isFinite(b) : a == b;
  }

  private double difference(int element) {
    return Math.abs((double) left[element] - right[element]);
  }

  private double largestShare(Bound bound, int from, int to) {
    double largest = 0;
    for (int e = from; e < to; e++) {
      if (Float.isFinite(left[e]) && left[e] != right[e]) {
        largest = Math.max(largest, difference(e) / bound.at(e));
      }
    }
    return largest;
  }

  private NodeDifference difference(int element, int from, Bound bound, boolean byImage) {
    List<Long> coordinates = new ArrayList<>();
    long rest = byImage ? element - from : element;
    for (int axis = shape.rank() - 1; axis >= (byImage ? 1 : 0); axis--) {
      coordinates.add(0, rest % shape.dim(axis));
      rest /= shape.dim(axis);
    }
    return new NodeDifference(
        pair.name(), coordinates.toString(), left[element], right[element], bound.at(element));
  }
}
