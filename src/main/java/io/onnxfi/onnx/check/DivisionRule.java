package io.onnxfi.onnx.check;

import io.onnxfi.tensor.ElementType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Integers are not divided by zero, nor the least one by −1, whose quotient does not exist: a
 * processor stops the process for either.
 */
final class DivisionRule {
  private DivisionRule() {}

  /** Requires it where divisor, or both, are constants. */
  static void require(Call call) {
    Optional<long[]> divisor = call.input(1).elements();
    if (divisor.isEmpty()) {
      return;
    }
    call.requireInput(
        Arrays.stream(divisor.get()).noneMatch(d -> d == 0), 1, "no integer 0 to divide by", "0");
    long least = least(call.input(0).type());
    Optional<long[]> dividend = call.input(0).elements();
    boolean overflow =
        least < 0
            && dividend.isPresent()
            && Arrays.stream(dividend.get()).anyMatch(d -> d == least)
            && Arrays.stream(divisor.get()).anyMatch(d -> d == -1);
    call.requireInput(
        !overflow, 1, "a quotient within the type's range", "%d / -1".formatted(least));
  }

  /** Of a signed type; 0 for others. */
  private static long least(int type) {
    return switch (ElementType.ofCode(type).orElse(ElementType.STRING)) {
      case INT64 -> Long.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT8 -> Byte.MIN_VALUE;
      default -> 0;
    };
  }
}
