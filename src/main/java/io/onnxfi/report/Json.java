package io.onnxfi.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.FreshFile;
import io.onnxfi.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** JSON as OnnxFI writes it: indented by two, line ends of Unix, a newline at the end. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter COMPACT =
      MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Json() {}

  /** A number as a value; {@code null} if there is none. */
  static Object number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  /** A value as text. */
  public static String render(Object value) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** A value as one line, without a line end; keys in alphabetical order. */
  public static String compact(Object value) {
    try {
      return COMPACT.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** Writes a value to a file, whole or not at all. */
  public static void write(Path file, Object value) {
    FreshFile.write(file, render(value));
  }

  /**
   * Reads an object.
   *
   * @throws MalformedInputException if the file holds none
   */
  public static Map<String, Object> read(Path file) {
    try (InputStream in = Files.newInputStream(InputFile.require(file))) {
      return MAPPER.readValue(in, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      String found = InputFile.found(file);
      throw new MalformedInputException(
          "%s: expected a JSON object, found %s"
              .formatted(file, found.equals(FileKind.JSON.label()) ? "a broken one" : found),
          e);
    }
  }
}
