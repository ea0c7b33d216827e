package io.onnxfi.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers behind differences by rounding. */
final class ScoreSizes {
  private ScoreSizes() {}

  /**
   * How large the differences are: between the frameworks; for images that are masked on one side,
   * what the fault changes at all; for others, how near the two first classes are to each other.
   *
   * @param rows of images with finite scores
   */
  static String text(Examination examination, List<Integer> rows) {
    float apart = 0;
    float change = 0;
    double ulps = 0;
    float gap = Float.POSITIVE_INFINITY;
    boolean masked = false;
    boolean critical = false;
    for (int row : rows) {
      Observation left = examination.left().scores().get(row);
      Observation right = examination.right().scores().get(row);
      apart = Math.max(apart, left.distance(right));
      if (examination.pair(row).isMaskedOrNot()) {
        masked = true;
        float largest = Math.max(left.largestChange(), right.largestChange());
        change = Math.max(change, largest);
        ulps = Math.max(ulps, largest / Math.ulp(left.magnitude()));
      } else {
        critical = true;
        gap = Math.min(gap, Math.min(left.gap(), right.gap()));
      }
    }
    List<String> parts = new ArrayList<>();
    parts.add(String.format(Locale.ROOT, "faulty scores are at most %.2g apart", apart));
    if (masked) {
      parts.add(
          String.format(
              Locale.ROOT,
              "where one side is masked, the fault changes scores by at most %.2g (%.1f units in"
                  + " the last place of the largest score)",
              change,
              ulps));
    }
    if (critical) {
      parts.add(
          String.format(
              Locale.ROOT,
              "where the prediction differs, the first two scores are as near as %.2g",
              gap));
    }
    return String.join("; ", parts);
  }
}
