package io.onnxfi.precision;

import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds float32 values to a format of fewer bits by standard operators, in float64.
 *
 * <p>With p significand bits, the quantum of x in [2^e, 2^(e+1)) is q = 2^(e-p+1). A number t in
 * [2^(e+53-p), 2^(e+54-p)) has that same quantum in float64, so (x + t) - t is x rounded to a
 * multiple of q, if t is one; and t = |x| 2^(53-p) is such a number. Its multiple of q is even, so
 * ties go to even. Where ties go away from zero, x is first made larger by 2^-28 of itself: more
 * than nothing, and less than any float32 differs from a tie. (It is made negative too, and
 * subtracted: ONNX Runtime drops a product with what it takes for 1.)
 *
 * <ul>
 *   <li>Below the smallest normal number the quantum stays: t is at least 1.5 · 2^(emin+53-p), the
 *       half for negative x to stay within the power of two.
 *   <li>Infinity: t is kept finite, so that ∞ + t - t is ∞. NaN stays NaN.
 *   <li>Overflow: what rounds beyond the largest number becomes infinite when it goes back to
 *       float32, or, for a narrower exponent, when a factor brings its first power of two too many
 *       to 2^1024.
 *   <li>A negative zero becomes a positive one, which no sum of products can tell.
 * </ul>
 *
 * <p>Veltkamp's splitting in float32, the usual trick, overflows above 2^114, treats small numbers
 * as if they were normal, and leaves open where ties go.
 */
final class Rounding {
  private static final int DOUBLE_BITS = 53;
  private static final int DOUBLE_MAX_EXPONENT = 1023;
  private static final int FLOAT_MAX_EXPONENT = 127;
  private static final double NUDGE = 1 + 0x1p-28;
  private static final double FINITE = 0x1p1000;

  private static final long ONNX_FLOAT = 1;
  private static final long ONNX_DOUBLE = 11;

  private final GraphEditor editor;
  private final OperandFormat format;
  private final Map<String, String> done = new HashMap<>();
  private final Map<Double, String> constants = new HashMap<>();

  Rounding(GraphEditor editor, OperandFormat format) {
    this.editor = editor;
    this.format = format;
  }

  /**
   * The name of a value's rounded twin, made at its first use.
   *
   * @param position of the node that is to read it; positions must not fall from call to call
   */
  String rounded(int position, String value) {
    String known = done.get(value);
    if (known != null) {
      return known;
    }
    Chain chain = new Chain(position, value + "/" + format.label());
    int shift = DOUBLE_BITS - 1 - format.mantissaBits();
    double least = 1.5 * Math.scalb(1.0, format.minExponent() + shift);
    String wide = chain.cast("wide", value, ONNX_DOUBLE);
    String magnitude = chain.node("Abs", "magnitude", wide);
    String scaled = chain.node("Mul", "scaled", magnitude, constant(Math.scalb(1.0, shift)));
    String anchor = chain.node("Clip", "anchor", scaled, constant(least), constant(FINITE));
    String raised =
        format.tiesAway()
            ? chain.node(
                "Sub", "raised", anchor, chain.node("Mul", "nudged", wide, constant(-NUDGE)))
            : chain.node("Add", "raised", wide, anchor);
    String result = chain.node("Sub", "rounded", raised, anchor);
    if (format.maxExponent() < FLOAT_MAX_EXPONENT) {
      int room = DOUBLE_MAX_EXPONENT - format.maxExponent();
      result = chain.node("Mul", "overflown", result, constant(Math.scalb(1.0, room)));
      result = chain.node("Mul", "limited", result, constant(Math.scalb(1.0, -room)));
    }
    String narrow = chain.cast("", result, ONNX_FLOAT);
    done.put(value, narrow);
    return narrow;
  }

  private String constant(double value) {
    return constants.computeIfAbsent(
        value,
        v -> {
          Tensor tensor = Tensor.allocate(ElementType.DOUBLE, Shape.of());
          tensor.bytes().putDouble(0, v);
          return editor.constant("onnxfi/" + format.label() + "/" + constants.size(), tensor);
        });
  }

  /** Nodes in front of one position, with names of one prefix. */
  private final class Chain {
    private final int position;
    private final String prefix;

    Chain(int position, String prefix) {
      this.position = position;
      this.prefix = prefix;
    }

    String node(String opType, String name, String... inputs) {
      return editor.before(position, opType, List.of(inputs), prefix + "/" + name, Map.of());
    }

    String cast(String name, String input, long type) {
      String output = name.isEmpty() ? prefix : prefix + "/" + name;
      return editor.before(position, "Cast", List.of(input), output, Map.of("to", type));
    }
  }
}
