package io.onnxfi.fault.model;

import java.util.Arrays;
import org.apache.commons.statistics.inference.ChiSquareTest;

/** How probable draws at least as uneven as these are: they have fixed seeds and are fixed. */
final class GoodnessOfFit {
  private GoodnessOfFit() {}

  static double uniform(long... observed) {
    return ChiSquareTest.withDefaults().test(observed).getPValue();
  }

  /** As {@link #of}, with the cells of either end joined until five are expected in them. */
  static double joined(double[] expected, long[] observed) {
    double[] wanted = expected.clone();
    long[] found = observed.clone();
    int first = 0;
    while (wanted[first] < 5) {
      wanted[first + 1] += wanted[first];
      found[first + 1] += found[first++];
    }
    int last = wanted.length - 1;
    while (wanted[last] < 5) {
      wanted[last - 1] += wanted[last];
      found[last - 1] += found[last--];
    }
    return of(
        Arrays.copyOfRange(wanted, first, last + 1), Arrays.copyOfRange(found, first, last + 1));
  }

  static double of(double[] expected, long[] observed) {
    if (Arrays.stream(expected).anyMatch(count -> count < 5)) {
      throw new IllegalArgumentException("too few expected: " + Arrays.toString(expected));
    }
    return ChiSquareTest.withDefaults().test(expected, observed).getPValue();
  }
}
