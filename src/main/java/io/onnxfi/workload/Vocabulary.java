package io.onnxfi.workload;

import io.onnxfi.error.UnsupportedInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All texts of some arrays, each once: its place is the number that stands for it. */
final class Vocabulary {
  /** A model holds them beside its weights, within protobuf's limit. */
  private static final long MOST_CHARACTERS = 256L << 20;

  private final Map<String, Long> places = new LinkedHashMap<>();
  private long characters;

  /**
   * The place of a text, a new one if it was not there.
   *
   * @param where it is, for messages
   * @throws UnsupportedInputException if all of them become too long
   */
  long place(String where, String text) {
    Long known = places.get(text);
    if (known != null) {
      return known;
    }
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      throw new UnsupportedInputException(
          "%s: expected at most %,d characters of different texts, found more"
              .formatted(where, MOST_CHARACTERS));
    }
    places.put(text, (long) places.size());
    return places.size() - 1L;
  }

  /** In the order of their places. */
  List<String> texts() {
    return List.copyOf(places.keySet());
  }
}
