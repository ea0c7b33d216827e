package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The work that a fault in a layer makes, in multiply-adds per image, as far as no engine can avoid
 * it.
 *
 * @param head what the faulty element goes into, for every image
 * @param behind all that depends on that, for an image that changed there
 */
public record LayerWork(long head, long behind) {
  private static final String KEY = "work";
  private static final String HEAD = "head";
  private static final String BEHIND = "behind";

  /** Checks the ranges. */
  public LayerWork {
    if (head < 0 || behind < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d and %d multiply-adds", head, behind));
    }
  }

  /** Adds the work of all layers, by their names in the list, to the figures of a run. */
  public static void put(Map<String, LayerWork> layers, Map<String, Object> summary) {
    Map<String, Object> json = new LinkedHashMap<>();
    layers.forEach((layer, work) -> json.put(layer, work.json()));
    summary.put(KEY, json);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(HEAD, head);
    json.put(BEHIND, behind);
    return json;
  }

  /**
   * Reads it back; nothing if the run does not tell.
   *
   * @param source named in errors
   * @throws MalformedInputException naming the layer
   */
  static Map<String, LayerWork> of(Map<String, Object> summary, String source) {
    Map<String, LayerWork> layers = new LinkedHashMap<>();
    if (summary.get(KEY) instanceof Map<?, ?> json) {
      json.forEach(
          (layer, work) ->
              layers.put(String.valueOf(layer), of(work, source + ", work of " + layer)));
    }
    return layers;
  }

  private static LayerWork of(Object json, String where) {
    if (json instanceof Map<?, ?> work
        && work.get(HEAD) instanceof Number head
        && work.get(BEHIND) instanceof Number behind
        && head.longValue() >= 0
        && behind.longValue() >= 0) {
      return new LayerWork(head.longValue(), behind.longValue());
    }
    throw MalformedInputException.of(where, "multiply-adds head and behind", String.valueOf(json));
  }
}
