package io.onnxfi.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FileKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The index of a checkpoint in several files, as Hugging Face writes it ({@code
 * model.safetensors.index.json}): an object with {@code weight_map}, which gives for every tensor
 * the file that it is in. The files lie beside the index.
 */
final class ShardIndex {
  private static final String MAP = "weight_map";

  /** Larger than any index, of a name for each tensor. */
  private static final long MAX_BYTES = 32L << 20;

  private static final int NAMES_SHOWN = 3;

  private ShardIndex() {}

  /**
   * The files that an index names, by name.
   *
   * @throws MalformedInputException if it is none, or a file is not there
   */
  static List<Path> files(FileBytes index) {
    Path folder = Path.of(index.name()).toAbsolutePath().getParent();
    List<Path> files = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Set<String> names = names(index);
    for (String name : names) {
      Path file = folder.resolve(name);
      files.add(file);
      if (!Files.isRegularFile(file)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw MalformedInputException.of(
          index.name() + ", the index of a checkpoint in several files",
          "all %d of them beside it".formatted(names.size()),
          "no %s%s; download what is missing into the same folder"
              .formatted(
                  String.join(", ", missing.stream().limit(NAMES_SHOWN).toList()),
                  missing.size() > NAMES_SHOWN ? ", …" : ""));
    }
    return files;
  }

  private static Set<String> names(FileBytes index) {
    JsonNode map = json(index).path(MAP);
    if (!map.isObject() || map.isEmpty()) {
      throw MalformedInputException.of(
          index.name(), CheckpointFormat.EXPECTED, FileKind.JSON.label());
    }
    Set<String> names = new TreeSet<>();
    for (JsonNode name : map) {
      // A name is no path: nothing outside the folder is opened.
      if (!name.isTextual() || !name.asText().matches("[\\w][\\w .()+=-]{0,250}")) {
        throw MalformedInputException.of(
            index.name(),
            "names of files beside it in " + MAP,
            "'" + PythonValue.printable(name.asText(name.toString())) + "'");
      }
      names.add(name.asText());
    }
    return names;
  }

  private static JsonNode json(FileBytes index) {
    if (index.size() > MAX_BYTES) {
      throw MalformedInputException.of(
          index.name(), CheckpointFormat.EXPECTED, FileKind.JSON.label());
    }
    byte[] bytes = new byte[(int) index.size()];
    index.slice(0, bytes.length).get(bytes);
    try {
      return new ObjectMapper().readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new MalformedInputException(
          "%s: expected %s, found broken JSON (%s)"
              .formatted(
                  index.name(),
                  CheckpointFormat.EXPECTED,
                  PythonValue.printable(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
  }
}
