package io.onnxfi.screening;

import io.onnxfi.onnx.Node;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** {@code Slice} with constant places. */
record Slices(Function<String, Optional<Tensor>> constants) {
  /** Reads a node of a value of this shape, without the batch. */
  void read(Node node, int[] shape, Mover mover) {
    long[] starts = numbers(node, 1);
    long[] ends = numbers(node, 2);
    long[] axes = node.input(3).isPresent() ? numbers(node, 3) : upTo(starts.length);
    long[] steps = node.input(4).isPresent() ? numbers(node, 4) : ones(starts.length);
    int[] from = new int[shape.length];
    int[] by = new int[shape.length];
    Arrays.fill(by, 1);
    int[] to = shape.clone();
    for (int i = 0; i < axes.length; i++) {
      int axis = Math.toIntExact(axes[i] < 0 ? axes[i] + shape.length + 1 : axes[i]) - 1;
      if (axis < 0 || steps[i] < 1) {
        throw new Unscreenable(node, "samples, or backwards");
      }
      from[axis] = within(starts[i], shape[axis]);
      by[axis] = Math.toIntExact(steps[i]);
      to[axis] = (Math.max(0, within(ends[i], shape[axis]) - from[axis]) + by[axis] - 1) / by[axis];
    }
    int[] sources = new int[NetworkBuilder.size(to)];
    for (int e = 0; e < sources.length; e++) {
      int rest = e;
      int place = 0;
      int stride = 1;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += (from[axis] + rest % to[axis] * by[axis]) * stride;
        rest /= to[axis];
        stride *= shape[axis];
      }
      sources[e] = place;
    }
    mover.move(node, sources, to);
  }

  private static int within(long place, int length) {
    return (int) Math.max(0, Math.min(length, place < 0 ? place + length : place));
  }

  private static long[] upTo(int count) {
    long[] axes = new long[count];
    Arrays.setAll(axes, i -> i);
    return axes;
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private long[] numbers(Node node, int i) {
    return Integers.of(node, constants.apply(node.input(i).orElse("")));
  }
}
