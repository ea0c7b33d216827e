package io.onnxfi.attribution;

import java.util.Locale;

/**
 * An operator whose result on equal inputs differs between the frameworks beyond rounding.
 *
 * @param operator as {@code MaxPool 'pool1'}
 * @param element coordinates within the image's part of the result
 * @param left value of the first framework
 * @param right value of the second framework
 * @param bound the difference that rounding explains; infinite if the magnitudes of the summed
 *     terms overflow
 */
record NodeDifference(String operator, String element, float left, float right, double bound) {
  /** The operator and the values, as {@code MaxPool 'pool': A 3.5, B NaN at [0, 1, 1]}. */
  String text(String leftTitle, String rightTitle) {
    String values =
        "%s: %s %s, %s %s at %s".formatted(operator, leftTitle, left, rightTitle, right, element);
    if (Double.isInfinite(bound)) {
      return values + ", where partial sums overflow";
    }
    boolean finite = Float.isFinite(left) && Float.isFinite(right);
    return finite
        ? values + String.format(Locale.ROOT, ", rounding explains at most %.2g", bound)
        : values;
  }
}
