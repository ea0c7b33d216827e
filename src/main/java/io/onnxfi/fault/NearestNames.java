package io.onnxfi.fault;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names like one that is not known, for messages. */
final class NearestNames {
  /** How many are suggested. */
  static final int SUGGESTIONS = 3;

  /** Letters of a name to show, and to look for similar ones. */
  private static final int LONGEST = 200;

  private NearestNames() {}

  /** Names that differ in less than a third of their letters, the nearest first. */
  static List<String> of(String name, List<String> known) {
    if (name.length() > LONGEST) {
      return List.of();
    }
    LevenshteinDistance distance = new LevenshteinDistance(Math.max(2, name.length() / 3));
    return known.stream()
        .filter(other -> distance.apply(other, name) >= 0)
        .sorted(Comparator.comparingInt(other -> distance.apply(other, name)))
        .limit(SUGGESTIONS)
        .toList();
  }

  /** As much of a name as fits into a message. */
  static String shown(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }
}
