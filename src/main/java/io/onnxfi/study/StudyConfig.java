package io.onnxfi.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The options of a study as a YAML file: names of options without their hyphens, and values as on
 * the command line, or lists of them.
 */
public final class StudyConfig {
  /** The name of the file in a study's folder. */
  public static final String FILE = "config.yaml";

  private static final String ONE_PER_LINE = "YAML with one option per line (rates: 1e-9..1e-3)";
  private static final String ONE_OR_MORE = "a value or a list of values";

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(YAML);

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
   * @return values by option as they are written, those of a list with commas between them
   * @throws MalformedInputException if it is no YAML of single values and lists, each option once
   */
  public static Map<String, String> read(Path file) {
    try (InputStream in = Files.newInputStream(InputFile.require(file));
        YAMLParser yaml = YAML.createParser(in)) {
      Map<String, String> options = new LinkedHashMap<>();
      JsonToken first = yaml.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return options;
      }
      if (first != JsonToken.START_OBJECT) {
        throw MalformedInputException.of(
            file.toString(), ONE_PER_LINE, first == JsonToken.START_ARRAY ? "a list" : "a text");
      }
      while (yaml.nextToken() == JsonToken.FIELD_NAME) {
        String name = yaml.currentName();
        String where = "%s:%d: %s".formatted(file, yaml.currentLocation().getLineNr(), name);
        yaml.nextToken();
        if (options.put(name, text(where, yaml)) != null) {
          throw MalformedInputException.of(where, "each option once", "it twice");
        }
      }
      if (yaml.nextToken() != null) {
        throw MalformedInputException.of(file.toString(), "one document", "several, with ---");
      }
      return options;
    } catch (JsonProcessingException e) {
      throw new MalformedInputException(
          "%s:%d: expected %s, found %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  ONE_PER_LINE,
                  InputFile.found(file)),
          e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** A value, or those of a list, where the parser is: as written, not as YAML understands it. */
  private static String text(String where, YAMLParser yaml) throws IOException {
    StringJoiner text = new StringJoiner(",");
    int depth = 0;
    do {
      JsonToken token = yaml.currentToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == JsonToken.START_OBJECT) {
        throw MalformedInputException.of(where, ONE_OR_MORE, "a map");
      } else if (yaml.isCurrentAlias()) {
        throw MalformedInputException.of(where, ONE_OR_MORE, "the alias *" + yaml.getText());
      } else if (token == JsonToken.VALUE_NULL || yaml.getText().isEmpty()) {
        throw MalformedInputException.of(where, ONE_OR_MORE, "none");
      } else {
        text.add(yaml.getText());
      }
    } while (depth > 0 && yaml.nextToken() != null);
    return text.toString();
  }
}
