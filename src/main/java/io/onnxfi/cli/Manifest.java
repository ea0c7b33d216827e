package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code manifest.json} of a run, read by keys joined with dots: {@code options.batch}. */
final class Manifest {
  private final Path file;
  private final Map<String, Object> entries;

  private Manifest(Path file, Map<String, Object> entries) {
    this.file = file;
    this.entries = entries;
  }

  static Manifest read(RunDirectory run) {
    Path file = run.file(RunDirectory.MANIFEST);
    return new Manifest(file, Json.read(file));
  }

  String text(String key) {
    return String.valueOf(value(key));
  }

  int integer(String key) {
    if (value(key) instanceof Number number) {
      return number.intValue();
    }
    throw MalformedInputException.of(file + ", " + key, "a number", text(key));
  }

  List<Float> floats(String key) {
    List<Float> floats = new ArrayList<>();
    if (value(key) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Number number) {
          floats.add(number.floatValue());
        }
      }
    }
    return floats;
  }

  /** Names of the entries of an object, in the order of the file. */
  List<String> names(String key) {
    if (value(key) instanceof Map<?, ?> map) {
      return map.keySet().stream().map(String::valueOf).toList();
    }
    throw MalformedInputException.of(file + ", " + key, "an object", text(key));
  }

  /**
   * Requires that something is what the run had.
   *
   * @param subject what is looked at, for messages
   * @throws MalformedInputException naming both
   */
  void require(String key, Object subject, String found) {
    if (!text(key).equals(found)) {
      throw MalformedInputException.of(
          subject.toString(), "%s %s, as in %s".formatted(key, text(key), file), found);
    }
  }

  private Object value(String key) {
    Object value = entries;
    for (String name : key.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    if (value == null) {
      throw MalformedInputException.of(file.toString(), "an entry " + key, "none");
    }
    return value;
  }
}
