package io.onnxfi.agreement;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sides to compare.
 *
 * @param left comes first wherever they are listed
 */
public record Pair<T>(T left, T right) {
  /** Every pair of some sides, each once: the first with the others, then the second, and so on. */
  public static <T> List<Pair<T>> of(List<T> sides) {
    List<Pair<T>> pairs = new ArrayList<>();
    for (int i = 0; i < sides.size(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        pairs.add(new Pair<>(sides.get(i), sides.get(j)));
      }
    }
    return pairs;
  }
}
