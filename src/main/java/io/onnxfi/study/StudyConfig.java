package io.onnxfi.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The options of a study as a YAML file: names of options without their hyphens, and values as on
 * the command line, or lists of them.
 */
public final class StudyConfig {
  /** The name of the file in a study's folder. */
  public static final String FILE = "config.yaml";

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());

  private StudyConfig() {}

  /** The text of a file. */
  static String render(Map<String, Object> options) {
    try {
      return MAPPER.writeValueAsString(options);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML: " + options, e);
    }
  }

  /**
   * Reads a file.
   *
   * @return values by option, those of a list with commas between them
   * @throws MalformedInputException if it is no YAML of single values and lists
   */
  public static Map<String, String> read(Path file) {
    Map<String, Object> tree;
    try (InputStream in = Files.newInputStream(InputFile.require(file))) {
      JsonNode root = MAPPER.readTree(in);
      tree =
          root.isMissingNode() || root.isNull()
              ? Map.of()
              : MAPPER.convertValue(root, new TypeReference<Map<String, Object>>() {});
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(
          "%s: expected YAML with one option per line (rates: 1e-9..1e-3), found a list or a text"
              .formatted(file),
          e);
    } catch (JsonProcessingException e) {
      throw new MalformedInputException(
          "%s:%d: expected YAML with one option per line (rates: 1e-9..1e-3), found %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  InputFile.found(file)),
          e);
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
    Map<String, String> options = new LinkedHashMap<>();
    tree.forEach((name, value) -> options.put(name, text(file, name, value)));
    return options;
  }

  private static String text(Path file, String name, Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> text(file, name, each)).collect(Collectors.joining(","));
    }
    if (value == null || value instanceof Map<?, ?>) {
      throw MalformedInputException.of(
          "%s: %s".formatted(file, name),
          "a value or a list of values",
          value == null ? "none" : "a map");
    }
    return String.valueOf(value);
  }
}
