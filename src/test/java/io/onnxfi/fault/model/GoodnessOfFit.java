package io.onnxfi.fault.model;

import java.util.Arrays;
import org.apache.commons.statistics.inference.ChiSquareTest;

/** How probable draws at least as uneven as these are: they have fixed seeds and are fixed. */
final class GoodnessOfFit {
  private GoodnessOfFit() {}

  static double uniform(long... observed) {
    return ChiSquareTest.withDefaults().test(observed).getPValue();
  }

  static double of(double[] expected, long[] observed) {
    if (Arrays.stream(expected).anyMatch(count -> count < 5)) {
      throw new IllegalArgumentException("too few expected: " + Arrays.toString(expected));
    }
    return ChiSquareTest.withDefaults().test(expected, observed).getPValue();
  }
}
