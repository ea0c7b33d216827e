package io.onnxfi.onnx.check;

import java.util.Arrays;
import java.util.Optional;

/** Operators that give the same elements another shape. */
final class ReshapeRule {
  private static final int SHAPE_AS_INPUT = 5;

  private ReshapeRule() {}

  /** 0 keeps an extent (unless {@code allowzero}), −1 takes what is left. */
  static Known reshape(Call call) {
    Known x = call.input(0);
    String part = call.opset() < SHAPE_AS_INPUT ? "attribute shape" : "its shape (input 1)";
    Known shape = call.input(1);
    call.require(shape.rank() < 0 || shape.rank() == 1, part, "one axis", shape);
    boolean keepZero = Flags.read(call, "allowzero");
    Optional<long[]> given = call.integers("shape", 1);
    if (given.isEmpty()) {
      return shape.dim(0) < 0 || shape.dim(0) > Byte.MAX_VALUE
          ? Known.ofType(x.type())
          : Known.ofRank(x.type(), (int) shape.dim(0));
    }
    long[] wanted = given.get();
    call.require(
        Arrays.stream(wanted).allMatch(dim -> dim >= -1 && dim <= Integer.MAX_VALUE)
            && Arrays.stream(wanted).filter(dim -> dim == -1).count() <= 1,
        part,
        "extents from 0 on and at most one -1",
        Arrays.toString(wanted));
    call.require(
        !keepZero
            || Arrays.stream(wanted).noneMatch(dim -> dim == 0)
            || Arrays.stream(wanted).noneMatch(dim -> dim == -1),
        part,
        "not both 0 and -1 with allowzero 1",
        Arrays.toString(wanted));
    long[] dims = wanted.clone();
    int left = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 0 && !keepZero) {
        call.require(
            x.rank() < 0 || axis < x.rank(),
            part,
            "0 only where the input %s has an extent to keep".formatted(x),
            Arrays.toString(wanted));
        dims[axis] = x.dim(axis);
      } else if (dims[axis] == -1) {
        left = axis;
      }
    }
    if (left >= 0) {
      dims[left] = rest(call, part, x, wanted, dims, left);
    } else {
      long size = product(dims);
      call.require(
          x.size() < 0 || size < 0 || x.size() == size,
          part,
          "the %d elements of the input %s".formatted(x.size(), x),
          Arrays.toString(wanted));
    }
    return call.value(x.type(), dims);
  }

  /** What −1 stands for. */
  private static long rest(Call call, String part, Known x, long[] wanted, long[] dims, int left) {
    long[] others = dims.clone();
    others[left] = 1;
    if (x.hasShape() && Dims.product(x.dims(), 0, x.rank()) == Known.OPEN) {
      return batch(x, others);
    }
    long size = x.size();
    long known = product(others);
    if (size < 0 || known < 0) {
      return Known.OPEN;
    }
    call.require(
        known == 0 ? size == 0 : size % known == 0,
        part,
        "a divisor of the %d elements of the input %s".formatted(size, x),
        Arrays.toString(wanted));
    return known == 0 ? 0 : size / known;
  }

  /** The batch, if the other extents hold exactly what an image has. */
  private static long batch(Known x, long[] others) {
    long[] image = x.dims();
    if (image.length == 0 || image[0] != Known.BATCH) {
      return Known.OPEN;
    }
    long own = Dims.product(image, 1, image.length);
    return own >= 0 && own == product(others) ? Known.BATCH : Known.OPEN;
  }

  private static long product(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      if (dim < 0) {
        return Known.OPEN;
      }
      product = product > Integer.MAX_VALUE ? product : product * dim;
    }
    return product;
  }

  /** To two axes: those before {@code axis}, and the rest. */
  static Known flatten(Call call) {
    Known x = call.input(0);
    if (!x.hasShape()) {
      return Known.ofRank(x.type(), 2);
    }
    int axis = call.axis("attribute axis", call.integer("axis", 1), x.rank(), x.rank());
    return call.value(
        x.type(), Dims.product(x.dims(), 0, axis), Dims.product(x.dims(), axis, x.rank()));
  }

  /** Axes in another order. */
  static Known transpose(Call call) {
    Known x = call.input(0);
    Optional<long[]> perm = call.integers("perm");
    if (perm.isPresent()) {
      long[] order = perm.get();
      call.requireAttribute(
          (x.rank() < 0 || order.length == x.rank())
              && Arrays.stream(order).allMatch(axis -> axis >= 0 && axis < order.length)
              && Arrays.stream(order).distinct().count() == order.length,
          "perm",
          x.rank() < 0 ? "every axis once" : "each of the %d axes once".formatted(x.rank()),
          Arrays.toString(order));
    }
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    long[] dims = new long[x.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = x.dim(perm.isPresent() ? (int) perm.get()[i] : dims.length - 1 - i);
    }
    return call.value(x.type(), dims);
  }

  /** Without axes of extent 1. */
  static Known squeeze(Call call) {
    Known x = call.input(0);
    if (!x.hasShape() || (call.has("axes", 1) && call.integers("axes", 1).isEmpty())) {
      return Known.ofType(x.type());
    }
    Optional<long[]> given = call.integers("axes", 1);
    if (given.isEmpty()) {
      boolean open = Arrays.stream(x.dims()).anyMatch(dim -> dim < 0);
      return open
          ? Known.ofType(x.type())
          : call.value(x.type(), Arrays.stream(x.dims()).filter(dim -> dim != 1).toArray());
    }
    int[] axes = AxisRules.read(call, given.get(), x.rank());
    for (int axis : axes) {
      call.require(
          Dims.agree(x.dim(axis), 1), AxisRules.PART, "axes of extent 1 of the input " + x, axis);
    }
    long[] dims = x.dims();
    Arrays.stream(axes).forEach(axis -> dims[axis] = Long.MIN_VALUE);
    long[] kept = Arrays.stream(dims).filter(dim -> dim != Long.MIN_VALUE).toArray();
    return kept(call, x, kept);
  }

  /** With axes of extent 1. */
  static Known unsqueeze(Call call) {
    Known x = call.input(0);
    Optional<long[]> given = call.integers("axes", 1);
    if (!x.hasShape() || given.isEmpty()) {
      return Known.ofType(x.type());
    }
    int rank = x.rank() + given.get().length;
    int[] axes = AxisRules.read(call, given.get(), rank);
    long[] dims = new long[rank];
    Arrays.stream(axes).forEach(axis -> dims[axis] = 1);
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = dims[axis] == 1 ? 1 : x.dim(next++);
    }
    return kept(call, x, dims);
  }

  private static Known kept(Call call, Known x, long... dims) {
    Known value = call.value(x.type(), dims);
    return x.elements().map(own -> Known.constant(x.type(), dims, own)).orElse(value);
  }

  /** Repeated along axes of extent 1. */
  static Known expand(Call call) {
    Known x = call.input(0);
    Optional<long[]> shape = call.input(1).elements();
    if (shape.isEmpty()) {
      return Known.ofType(x.type());
    }
    String text = Arrays.toString(shape.get());
    call.requireInput(
        Arrays.stream(shape.get()).allMatch(dim -> dim >= -1 && dim <= Integer.MAX_VALUE),
        1,
        "extents from 0 on",
        text);
    return x.hasShape()
        ? call.value(x.type(), Dims.broadcast(call, x.dims(), shape.get()))
        : Known.ofType(x.type());
  }

  /** Repeated along any axis. */
  static Known tile(Call call) {
    Known x = call.input(0);
    Optional<long[]> repeats = call.input(1).elements();
    if (repeats.isEmpty() || call.opset() < 6) {
      return Known.ofType(x.type());
    }
    call.requireInput(
        Arrays.stream(repeats.get()).allMatch(n -> n >= 0 && n <= Integer.MAX_VALUE)
            && (x.rank() < 0 || repeats.get().length == x.rank()),
        1,
        "a number from 0 on for each axis of the input " + x,
        Arrays.toString(repeats.get()));
    if (!x.hasShape()) {
      return Known.ofType(x.type());
    }
    long[] dims = x.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = dims[axis] < 0 ? Known.OPEN : dims[axis] * repeats.get()[axis];
    }
    return call.value(x.type(), dims);
  }
}
