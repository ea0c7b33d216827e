package io.onnxfi.agreement;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many tests at once: Holm's step-down procedure (A simple sequentially rejective multiple test
 * procedure, Scandinavian Journal of Statistics 6, 1979). The chance of one or more false findings
 * is at most the level, however the tests depend on each other; here they do, as all faults are
 * tried on the same images.
 */
final class Holm {
  private Holm() {}

  /**
   * Which tests are significant.
   *
   * @param pValues one per test
   * @param level for all tests together, as 0.05
   * @return positions, the smallest p first
   */
  static List<Integer> significant(double[] pValues, double level) {
    List<Integer> byP =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(test -> pValues[test]))
            .toList();
    int found = 0;
    while (found < byP.size() && pValues[byP.get(found)] <= level / (byP.size() - found)) {
      found++;
    }
    return byP.subList(0, found);
  }
}
