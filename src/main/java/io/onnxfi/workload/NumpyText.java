package io.onnxfi.workload;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as NumPy stores it: every element in as many characters as the longest one, shorter ones
 * filled up with NUL.
 *
 * @param isUnicode whether a character is a code point of four bytes ({@code U}); else it is a byte
 *     ({@code S}), of UTF-8 as ONNX has text
 * @param order of the four bytes
 * @param length characters of an element
 */
record NumpyText(boolean isUnicode, ByteOrder order, int length) {
  private static final Pattern DESCR = Pattern.compile("([<>|=]?)([US])([1-9]\\d{0,8})");

  /** Of the description of an array's type, if that is text. */
  static Optional<NumpyText> of(String descr) {
    Matcher matcher = DESCR.matcher(descr);
    return matcher.matches()
        ? Optional.of(
            new NumpyText(
                matcher.group(2).equals("U"),
                matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** Of an element. */
  long bytes() {
    return (long) length * (isUnicode ? Integer.BYTES : 1);
  }

  /**
   * The places of texts, int64.
   *
   * @param where they are, for messages
   * @param raw the bytes of the elements, in the order of the file
   * @throws MalformedInputException if an element is no text
   */
  Tensor places(String where, ByteBuffer raw, Shape shape, Vocabulary vocabulary) {
    Tensor places = Tensor.allocate(ElementType.INT64, shape);
    byte[] element = new byte[Math.toIntExact(bytes())];
    for (long i = 0; i < shape.size(); i++) {
      raw.get(element);
      String inside = "%s, element %d".formatted(where, i);
      places.putBits(
          i, vocabulary.place(where, isUnicode ? wide(inside, element) : utf8(inside, element)));
    }
    return places;
  }

  private String wide(String where, byte... element) {
    ByteBuffer points = ByteBuffer.wrap(element).order(order);
    StringBuilder text = new StringBuilder(length);
    int end = length;
    while (end > 0 && points.getInt((end - 1) * Integer.BYTES) == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      int point = points.getInt(i * Integer.BYTES);
      boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (!Character.isValidCodePoint(point) || isHalf) {
        throw MalformedInputException.of(where, "Unicode", "character " + point);
      }
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  private static String utf8(String where, byte... element) {
    int end = element.length;
    while (end > 0 && element[end - 1] == 0) {
      end--;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(element, 0, end))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedInputException(
          "%s: expected UTF-8, found other bytes".formatted(where), e);
    }
  }
}
