package io.onnxfi.onnx.check;

import io.onnxfi.tensor.ElementType;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/** Operators that compute each element from those at the same place. */
final class ElementwiseRule {
  /** Since then operators broadcast by NumPy's rules. */
  private static final int NUMPY_BROADCAST = 7;

  private ElementwiseRule() {}

  /** One input, or one with parameters that do not shape the result. */
  static Known unary(Call call) {
    return call.input(0).as(call.input(0).type());
  }

  /** The value itself, elements and all. */
  static Known identity(Call call) {
    return call.input(0);
  }

  /** A question for each element. */
  static Known test(Call call) {
    return call.input(0).as(ElementType.BOOL.code());
  }

  /** Any number of inputs of one type. */
  static Known broadcast(Call call) {
    return broadcast(call, call.input(0).type());
  }

  /** A comparison. */
  static Known comparison(Call call) {
    return broadcast(call, ElementType.BOOL.code());
  }

  /** The first input chooses between the others. */
  static Known where(Call call) {
    return broadcast(call, call.input(1).type());
  }

  static Known add(Call call) {
    return folded(call, Long::sum);
  }

  static Known subtract(Call call) {
    return folded(call, (a, b) -> a - b);
  }

  static Known multiply(Call call) {
    return folded(call, (a, b) -> a * b);
  }

  static Known divide(Call call) {
    DivisionRule.require(call);
    return folded(call, (a, b) -> a / b);
  }

  static Known remainder(Call call) {
    DivisionRule.require(call);
    return broadcast(call);
  }

  /** The slope broadcasts to the first input, which keeps its shape. */
  static Known prelu(Call call) {
    Known x = call.input(0);
    Known slope = call.input(1);
    boolean fits = !x.hasShape() || call.opset() < NUMPY_BROADCAST || Dims.fits(slope, x.dims());
    call.requireInput(fits, 1, "a shape that broadcasts to " + x, slope);
    return x.as(x.type());
  }

  /** The bounds are scalars. */
  static Known clip(Call call) {
    for (int i = 1; i <= 2; i++) {
      Known bound = call.input(i);
      call.requireInput(bound.size() < 0 || bound.size() == 1, i, "one number", bound);
    }
    return unary(call);
  }

  private static Known broadcast(Call call, int type) {
    if (call.opset() < NUMPY_BROADCAST) {
      return Known.ofType(type);
    }
    return Dims.broadcast(call, type, call.inputs());
  }

  /** With the elements, where both are constants of 64 bits: arithmetic with extents. */
  private static Known folded(Call call, LongBinaryOperator function) {
    Known result = broadcast(call);
    Optional<long[]> left = call.input(0).elements();
    Optional<long[]> right = call.input(1).elements();
    boolean wide = result.type() == ElementType.INT64.code() && result.rank() <= 1;
    if (!wide || left.isEmpty() || right.isEmpty()) {
      return result;
    }
    long[] elements = new long[Math.toIntExact(result.size())];
    for (int i = 0; i < elements.length; i++) {
      long a = left.get()[left.get().length == 1 ? 0 : i];
      long b = right.get()[right.get().length == 1 ? 0 : i];
      elements[i] = function.applyAsLong(a, b);
    }
    return Known.constant(result.type(), result.dims(), elements);
  }
}
