package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.Optional;

/** Lists of axes, and operators along one axis. */
final class AxisRules {
  /** What they are called in messages. */
  static final String PART = "its axes";

  private AxisRules() {}

  /** Each within the rank and only once; counted from the start. */
  static int[] read(Call call, long[] given, int rank) {
    int[] axes = new int[given.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = call.axis(PART, given[i], rank, rank - 1);
    }
    call.require(Dims.distinct(axes), PART, "each axis once", Arrays.toString(given));
    return axes;
  }

  /** An operator that keeps the shape and works along an axis. */
  static OperatorRule along(long fallback) {
    return call -> {
      require(call, fallback);
      return call.input(0).as(call.input(0).type());
    };
  }

  /** An operator along an axis whose result is not inferred. */
  static Known only(Call call) {
    require(call, 0);
    return Known.NOTHING;
  }

  private static void require(Call call, long fallback) {
    int rank = call.input(0).rank();
    if (rank >= 0 && (call.has("axis") || rank > 0)) {
      long axis = call.integer("axis", Math.min(fallback, rank - 1));
      call.axis("attribute axis", axis, rank, rank == 0 ? 0 : rank - 1);
    }
  }

  /** Sums, means and the like over some axes, or all; from one version on they are an input. */
  static Known reduce(Call call) {
    Known x = call.input(0);
    boolean keep = Flags.read(call, "keepdims", true);
    boolean noop = Flags.read(call, "noop_with_empty_axes");
    if (!x.hasShape() || (call.has("axes", 1) && call.integers("axes", 1).isEmpty())) {
      return Known.ofType(x.type());
    }
    Optional<long[]> given = call.integers("axes", 1);
    boolean all = given.isEmpty() || given.get().length == 0;
    if (all && noop) {
      return x.as(x.type());
    }
    boolean[] gone = new boolean[x.rank()];
    Arrays.fill(gone, all);
    if (!all) {
      for (int axis : read(call, given.get(), x.rank())) {
        gone[axis] = true;
      }
    }
    return reduced(call, x, gone, keep, x.type());
  }

  /** The place of the largest or smallest element along an axis. */
  static Known find(Call call, int type) {
    Known x = call.input(0);
    boolean keep = Flags.read(call, "keepdims", true);
    Flags.read(call, "select_last_index");
    if (!x.hasShape()) {
      return Known.ofType(type);
    }
    boolean[] gone = new boolean[x.rank()];
    gone[call.axis("attribute axis", call.integer("axis", 0), x.rank(), x.rank() - 1)] = true;
    return reduced(call, x, gone, keep, type);
  }

  private static Known reduced(Call call, Known x, boolean[] gone, boolean keep, int type) {
    long[] dims = new long[x.rank()];
    int rank = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (keep || !gone[axis]) {
        dims[rank++] = gone[axis] ? 1 : x.dim(axis);
      }
    }
    return call.value(type, Arrays.copyOf(dims, rank));
  }

  /** All spatial axes at once. */
  static Known global(Call call) {
    Known x = call.input(0);
    call.requireInput(x.rank() < 0 || x.rank() >= 3, 0, "batch, channels and spatial axes", x);
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    long[] dims = x.dims();
    Arrays.fill(dims, 2, dims.length, 1);
    return call.value(x.type(), dims);
  }
}
