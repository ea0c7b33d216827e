package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators that move elements without computing. */
final class ShapeOperators {
  static final Map<String, Operator.Factory> FACTORIES =
      Map.of(
          "Concat", ShapeOperators::concat,
          "Flatten", ShapeOperators::flatten,
          "Reshape", ShapeOperators::reshape,
          "Transpose", ShapeOperators::transpose,
          "Slice", ShapeOperators::slice,
          "Pad", ShapeOperators::pad);

  private ShapeOperators() {}

  private static Operator concat(NodeReader reader) {
    reader.allow("axis");
    int axis = Math.toIntExact(reader.node().integer("axis", 0));
    return (inputs, training) -> {
      int rank = inputs.get(0).getShape().dimension();
      return NDArrays.concat(new NDList(inputs), Math.floorMod(axis, rank));
    };
  }

  /** To two axes: those before {@code axis}, and the rest. */
  private static Operator flatten(NodeReader reader) {
    reader.allow("axis");
    int axis = Math.toIntExact(reader.node().integer("axis", 1));
    return (inputs, training) -> {
      Shape shape = inputs.get(0).getShape();
      int split = axis < 0 ? axis + shape.dimension() : axis;
      return inputs.get(0).reshape(shape.slice(0, split).size(), shape.slice(split).size());
    };
  }

  /** 0 keeps an extent (unless {@code allowzero}), -1 takes what is left. */
  private static Operator reshape(NodeReader reader) {
    reader.allow("allowzero");
    boolean keepZero = reader.node().integer("allowzero", 0) != 0;
    long[] wanted = reader.requiredIntegers(1);
    return (inputs, training) -> {
      Shape old = inputs.get(0).getShape();
      long[] dims = wanted.clone();
      for (int axis = 0; axis < dims.length; axis++) {
        if (dims[axis] == 0 && !keepZero) {
          dims[axis] = old.get(axis);
        }
      }
      return inputs.get(0).reshape(dims);
    };
  }

  private static Operator transpose(NodeReader reader) {
    reader.allow("perm");
    int[] order =
        LongStream.of(reader.node().integers("perm")).mapToInt(Math::toIntExact).toArray();
    return (inputs, training) ->
        order.length == 0 ? inputs.get(0).transpose() : inputs.get(0).transpose(order);
  }

  /** Inputs: data, starts, ends, axes, steps. Steps must be positive. */
  private static Operator slice(NodeReader reader) {
    reader.allow();
    long[] starts = reader.requiredIntegers(1);
    long[] ends = reader.requiredIntegers(2);
    long[] axes = reader.constantIntegers(3).orElse(LongStream.range(0, starts.length).toArray());
    long[] steps = reader.constantIntegers(4).orElse(LinearOperators.ones(starts.length));
    reader.require(Arrays.stream(steps).allMatch(step -> step > 0), "a step below 1");
    return (inputs, training) -> {
      Shape shape = inputs.get(0).getShape();
      NDIndex index = new NDIndex();
      for (int axis = 0; axis < shape.dimension(); axis++) {
        int at = find(axes, axis, shape.dimension());
        if (at < 0) {
          index.addAllDim();
        } else {
          long extent = shape.get(axis);
          index.addSliceDim(clamp(starts[at], extent), clamp(ends[at], extent), steps[at]);
        }
      }
      return inputs.get(0).get(index);
    };
  }

  /** Position of an axis in the list, negative axes counted from the end; -1 if absent. */
  private static int find(long[] axes, int axis, int rank) {
    for (int i = 0; i < axes.length; i++) {
      if (Math.floorMod(axes[i], rank) == axis) {
        return i;
      }
    }
    return -1;
  }

  private static long clamp(long bound, long extent) {
    long fromStart = bound < 0 ? bound + extent : bound;
    return Math.max(0, Math.min(extent, fromStart));
  }

  /** Inputs: data, pads (all begins, then all ends), value. Constant mode over all axes. */
  private static Operator pad(NodeReader reader) {
    reader.allow("mode");
    reader.require(
        reader.node().text("mode", "constant").equals("constant"), "mode other than constant");
    reader.require(reader.node().input(3).isEmpty(), "an axes input");
    long[] pads = reader.requiredIntegers(1);
    reader.require(Arrays.stream(pads).allMatch(pad -> pad >= 0), "negative padding");
    float value = reader.constantScalar(2, 0);
    int rank = pads.length / 2;
    Padding padding =
        new Padding(Arrays.copyOf(pads, rank), Arrays.copyOfRange(pads, rank, pads.length));
    return (inputs, training) -> padding.apply(inputs.get(0), value);
  }
}
