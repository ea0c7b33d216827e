package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where operators that change axes and nothing else put the elements they read. */
final class AxisMoves {
  private final KnownIntegers integers;

  AxisMoves(KnownIntegers integers) {
    this.integers = integers;
  }

  /** What a node makes of its first input; nothing if it does more than move it. */
  Optional<Layout> of(NodeProto node, Layout layout) {
    return switch (node.getOpType()) {
      case "Transpose" -> transposed(node, layout);
      case "Reshape" -> reshaped(node, layout);
      case "Flatten" -> flattened(node, layout);
      case "Squeeze" -> axes(node).flatMap(axes -> squeezed(layout, axes));
      case "Unsqueeze" -> axes(node).flatMap(axes -> unsqueezed(layout, axes));
      default -> Optional.empty();
    };
  }

  private static Optional<Layout> transposed(NodeProto node, Layout layout) {
    Optional<List<Long>> order = KnownIntegers.attribute(node, "perm");
    if (order.isEmpty()) {
      return Optional.of(layout.reversed());
    }
    int rank = layout.shape().rank();
    Set<Long> axes = new HashSet<>(order.get());
    boolean isOrder =
        order.get().size() == rank
            && axes.size() == rank
            && axes.stream().allMatch(axis -> axis >= 0 && axis < rank);
    return isOrder
        ? Optional.of(layout.permuted(order.get().stream().mapToInt(Long::intValue).toArray()))
        : Optional.empty();
  }

  private Optional<Layout> reshaped(NodeProto node, Layout layout) {
    Optional<List<Long>> wanted = integers.input(node, 1);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    long[] dims = wanted.get().stream().mapToLong(Long::longValue).toArray();
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 0 && axis < layout.shape().rank()) {
        dims[axis] = layout.shape().dim(axis);
      }
      if (dims[axis] == -1) {
        open = axis;
      } else if (dims[axis] <= 0 || dims[axis] > layout.shape().size()) {
        return Optional.empty();
      } else {
        known *= dims[axis];
      }
    }
    if (open >= 0 && known > 0) {
      dims[open] = layout.shape().size() / known;
    }
    return reshaped(layout, dims);
  }

  private static Optional<Layout> flattened(NodeProto node, Layout layout) {
    int rank = layout.shape().rank();
    long axis =
        node.getAttributeList().stream()
            .filter(attribute -> attribute.getName().equals("axis"))
            .mapToLong(attribute -> attribute.getI())
            .findFirst()
            .orElse(1);
    long split = axis < 0 ? axis + rank : axis;
    if (split < 0 || split > rank) {
      return Optional.empty();
    }
    long rows = 1;
    for (int i = 0; i < split; i++) {
      rows *= layout.shape().dim(i);
    }
    return rows == 0 ? Optional.empty() : reshaped(layout, rows, layout.shape().size() / rows);
  }

  /** The attribute before operator set 13, the second input since; empty for all of extent 1. */
  private Optional<List<Long>> axes(NodeProto node) {
    Optional<List<Long>> given = KnownIntegers.attribute(node, "axes");
    if (given.isPresent() || node.getInputCount() > 1) {
      return given.or(() -> integers.input(node, 1));
    }
    return Optional.of(List.of());
  }

  private static Optional<Layout> squeezed(Layout layout, List<Long> axes) {
    Shape shape = layout.shape();
    Set<Integer> dropped = positions(axes, shape.rank());
    List<Long> kept = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean drop = axes.isEmpty() ? shape.dim(axis) == 1 : dropped.contains(axis);
      if (!drop) {
        kept.add(shape.dim(axis));
      }
    }
    return reshaped(layout, kept.stream().mapToLong(Long::longValue).toArray());
  }

  private static Optional<Layout> unsqueezed(Layout layout, List<Long> axes) {
    Shape shape = layout.shape();
    int rank = shape.rank() + axes.size();
    Set<Integer> added = positions(axes, rank);
    if (added.size() != axes.size()) {
      return Optional.empty();
    }
    long[] dims = new long[rank];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = added.contains(axis) ? 1 : shape.dim(next++);
    }
    return reshaped(layout, dims);
  }

  private static Set<Integer> positions(List<Long> axes, int rank) {
    Set<Integer> positions = new HashSet<>();
    for (long axis : axes) {
      long position = axis < 0 ? axis + rank : axis;
      if (position >= 0 && position < rank) {
        positions.add((int) position);
      }
    }
    return positions;
  }

  private static Optional<Layout> reshaped(Layout layout, long... dims) {
    long size = 1;
    for (long dim : dims) {
      if (dim <= 0 || size > layout.shape().size()) {
        return Optional.empty();
      }
      size *= dim;
    }
    return layout.reshaped(Shape.of(dims));
  }
}
