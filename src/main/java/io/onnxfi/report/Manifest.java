package io.onnxfi.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code manifest.json} says, by path: {@code text("model", "file")}.
 *
 * @param entries the JSON object
 */
public record Manifest(Map<String, Object> entries) {
  /** Copies, keeping the order. */
  public Manifest {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** The value at a path, if there is one. */
  public Optional<Object> at(String... path) {
    Object value = entries;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return Optional.ofNullable(value);
  }

  /** The value at a path as text. */
  public Optional<String> text(String... path) {
    return at(path).map(String::valueOf);
  }

  /** The whole number at a path. */
  public OptionalInt integer(String... path) {
    return at(path).orElse(null) instanceof Number number
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  /** The object at a path, its keys in the order of the file; empty if there is none. */
  public Map<String, Object> object(String... path) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (at(path).orElse(null) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> object.put(String.valueOf(key), value));
    }
    return object;
  }

  /** Everything as one object, keys joined by dots, in the order of the file. */
  public Map<String, String> flat() {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", entries, flat);
    return flat;
  }

  private static void flatten(String prefix, Map<?, ?> object, Map<String, String> into) {
    object.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner, into);
          } else {
            into.put(prefix + key, plain(value));
          }
        });
  }

  /** A value as options are written: {@code 0.5,0.25} for a list. */
  static String plain(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
