package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command needs of {@code manifest.json}, by keys joined with dots: {@code options.batch}.
 */
final class NeededManifest {
  private final Path file;
  private final Manifest manifest;

  private NeededManifest(Path file, Manifest manifest) {
    this.file = file;
    this.manifest = manifest;
  }

  static NeededManifest read(RunDirectory run) {
    Path file = run.file(RunDirectory.MANIFEST);
    return new NeededManifest(file, new Manifest(Json.read(file)));
  }

  /** An entry that only some runs have. */
  Optional<String> optional(String key) {
    return manifest.text(path(key));
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
    return manifest
        .at(path(key))
        .orElseThrow(() -> MalformedInputException.of(file.toString(), "an entry " + key, "none"));
  }

  private static String[] path(String key) {
    return key.split("\\.", -1);
  }
}
