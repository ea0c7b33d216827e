package io.onnxfi.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file: an object of {@code "name": {"dtype": …, "shape": […],
 * "data_offsets": [begin, end]}}, and {@code "__metadata__"}, an object of strings, which is
 * ignored.
 */
final class SafetensorsHeader {
  /** Text and entries take at most this many times the bytes of the header. */
  static final int MEMORY_FACTOR = 16;

  private static final String METADATA = "__metadata__";

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("BOOL", ElementType.BOOL),
          Map.entry("U8", ElementType.UINT8),
          Map.entry("I8", ElementType.INT8),
          Map.entry("U16", ElementType.UINT16),
          Map.entry("I16", ElementType.INT16),
          Map.entry("U32", ElementType.UINT32),
          Map.entry("I32", ElementType.INT32),
          Map.entry("U64", ElementType.UINT64),
          Map.entry("I64", ElementType.INT64),
          Map.entry("F16", ElementType.FLOAT16),
          Map.entry("BF16", ElementType.BFLOAT16),
          Map.entry("F32", ElementType.FLOAT),
          Map.entry("F64", ElementType.DOUBLE));

  private final String file;
  private final JsonParser json;

  private SafetensorsHeader(String file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Where a tensor lies.
   *
   * @param name as in the file
   * @param type of the elements; empty if it is none that is read
   * @param dtype the same in the file's words
   * @param shape extents; its elements take exactly the bytes from {@code begin} to {@code end}
   * @param begin offset of the first byte behind the header
   * @param end offset behind the last byte
   */
  record Entry(
      String name, Optional<ElementType> type, String dtype, Shape shape, long begin, long end) {}

  /** All entries in the order of the header. */
  static List<Entry> parse(String file, ByteBuffer utf8) {
    // Decoded here because the parser would guess the encoding.
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      try (JsonParser json = factory.createParser(text)) {
        return new SafetensorsHeader(file, json).entries();
      }
    } catch (CharacterCodingException e) {
      throw notJson(file, "bytes that are not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw notJson(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
  }

  private static MalformedInputException notJson(String file, String found, IOException cause) {
    return new MalformedInputException(
        "%s: expected a JSON header of safetensors, found: %s"
            .formatted(file, PythonValue.printable(found)),
        cause);
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    require(json.nextToken() == JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      require(json.nextToken() == JsonToken.START_OBJECT, "an object for every name");
      if (name.equals(METADATA)) {
        skipMetadata();
      } else {
        entries.add(entry(PythonValue.text(name, "tensor's name")));
      }
    }
    require(json.nextToken() == null, "nothing after the object");
    return entries;
  }

  private void skipMetadata() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      require(json.nextToken() == JsonToken.VALUE_STRING, "strings in " + METADATA);
    }
  }

  private Entry entry(String name) throws IOException {
    String type = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> {
          require(json.currentToken() == JsonToken.VALUE_STRING, "a string as dtype");
          type = json.getText();
        }
        case "shape" -> shape = integers(TensorView.MAX_RANK);
        case "data_offsets" -> offsets = integers(2);
        default -> require(false, "dtype, shape and data_offsets only");
      }
    }
    boolean complete = type != null && shape != null && offsets != null && offsets.length == 2;
    require(complete, "dtype, shape and two data_offsets of every tensor");
    return checked(name, type, Shape.of(shape), offsets[0], offsets[1]);
  }

  private Entry checked(String name, String dtype, Shape shape, long begin, long end) {
    String where = file + ": " + PythonValue.printable(name);
    ElementType type = TYPES.get(dtype);
    if (type == null && end >= begin) {
      String printable = PythonValue.printable(dtype);
      return new Entry(name, Optional.empty(), printable, shape, begin, end);
    }
    if (type == null || end < begin || end - begin != type.bytes(shape.size())) {
      throw MalformedInputException.of(
          where,
          type == null
              ? "offsets in order"
              : "%d bytes for %s%s".formatted(type.bytes(shape.size()), type.label(), shape),
          "data_offsets [%d, %d]".formatted(begin, end));
    }
    return new Entry(name, Optional.of(type), dtype, shape, begin, end);
  }

  /** An array of at most {@code max} integers from 0 to 2^63 - 1. */
  private long[] integers(int max) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "an array");
    long[] values = new long[max];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "whole numbers");
      require(count < max, "at most %d numbers".formatted(max));
      values[count] = json.getLongValue();
      require(values[count] >= 0, "numbers from 0");
      count++;
    }
    return Arrays.copyOf(values, count);
  }

  private void require(boolean fulfilled, String expected) {
    if (!fulfilled) {
      throw MalformedInputException.of(
          "%s, character %d of the header".formatted(file, json.currentLocation().getCharOffset()),
          expected,
          PythonValue.printable(String.valueOf(json.currentToken())));
    }
  }
}
