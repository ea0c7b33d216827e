package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code manifest.json} says, by path: {@code text("model", "file")}. What some runs lack is
 * optional; what every run has is <em>needed</em>, and its absence is an error that names the file.
 *
 * @param source the file, for messages
 * @param entries the JSON object
 */
public record Manifest(String source, Map<String, Object> entries) {
  /** The form of the entries; a manifest that does not say has this one. */
  public static final int FORMAT = 1;

  /** Copies, keeping the order. */
  public Manifest {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Of nothing: every entry is missing. */
  public static Manifest empty() {
    return new Manifest(RunDirectory.MANIFEST, Map.of());
  }

  /**
   * The manifest of a run.
   *
   * @throws MalformedInputException if it cannot be read
   * @throws UnsupportedInputException if a newer version has written it in another form
   */
  public static Manifest read(RunDirectory run) {
    Manifest manifest =
        new Manifest(
            run.file(RunDirectory.MANIFEST).toString(), Json.read(run.file(RunDirectory.MANIFEST)));
    int format = manifest.integer("format").orElse(FORMAT);
    if (format > FORMAT) {
      throw new UnsupportedInputException(
          "%s: expected format %d or older, found %d; a newer OnnxFI wrote it"
              .formatted(manifest.source(), FORMAT, format));
    }
    return manifest;
  }

  /** The value at a path, if there is one. */
  public Optional<Object> at(String... path) {
    Object value = entries;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return Optional.ofNullable(value);
  }

  /** What the run's samples are called: of arrays, it has their inputs. */
  public SampleKind unit() {
    return at("data", "inputs").isPresent() ? SampleKind.SAMPLE : SampleKind.IMAGE;
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

  /** The text at a path that every run has. */
  public String neededText(String... path) {
    return String.valueOf(needed(path));
  }

  /** The whole number at a path that every run has. */
  public int neededInteger(String... path) {
    if (needed(path) instanceof Number number) {
      return number.intValue();
    }
    throw MalformedInputException.of(where(path), "a number", neededText(path));
  }

  /** The numbers of the list at a path that every run has. */
  public List<Float> neededFloats(String... path) {
    List<Float> floats = new ArrayList<>();
    if (needed(path) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Number number) {
          floats.add(number.floatValue());
        }
      }
    }
    return floats;
  }

  /** Names of the entries of an object that every run has, in the order of the file. */
  public List<String> neededNames(String... path) {
    if (needed(path) instanceof Map<?, ?> map) {
      return map.keySet().stream().map(String::valueOf).toList();
    }
    throw MalformedInputException.of(where(path), "an object", neededText(path));
  }

  /**
   * Requires that something is what the run had.
   *
   * @param subject what is looked at, for messages
   * @param found the value now
   * @throws MalformedInputException naming both
   */
  public void require(Object subject, String found, String... path) {
    if (!neededText(path).equals(found)) {
      throw MalformedInputException.of(
          subject.toString(),
          "%s %s, as in %s".formatted(String.join(".", path), neededText(path), source),
          found);
    }
  }

  private Object needed(String... path) {
    return at(path)
        .orElseThrow(
            () -> MalformedInputException.of(source, "an entry " + String.join(".", path), "none"));
  }

  private String where(String... path) {
    return source + ", " + String.join(".", path);
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
  public static String plain(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
