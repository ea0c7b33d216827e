package io.onnxfi.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Bytes to text: UTF-8, or what Excel and old editors write in its place. */
final class Decoding {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final char MARK = '\ufeff';

  /** What stands for bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  private Decoding() {}

  /**
   * The text, if the bytes are text.
   *
   * @param assumed gets the encoding where it is not plain UTF-8
   */
  static Optional<String> of(byte[] bytes, List<String> assumed) {
    int first = bytes.length > 1 ? Byte.toUnsignedInt(bytes[0]) : -1;
    int second = bytes.length > 1 ? Byte.toUnsignedInt(bytes[1]) : -1;
    // With a mark, or, as Western text has it, a zero in every other byte.
    boolean little = (first == 0xff && second == 0xfe) || (first > 0 && second == 0);
    boolean big = (first == 0xfe && second == 0xff) || (first == 0 && second > 0);
    if (little || big) {
      assumed.add("decoded as UTF-16");
      return decoded(bytes, little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
          .map(Decoding::withoutMark);
    }
    Optional<String> text = decoded(bytes, StandardCharsets.UTF_8);
    if (text.isPresent()) {
      if (!text.get().isEmpty() && text.get().charAt(0) == MARK) {
        assumed.add("byte order mark skipped");
      }
      return text.map(Decoding::withoutMark);
    }
    assumed.add("decoded as Windows-1252, not UTF-8");
    return decoded(bytes, WINDOWS);
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    String read = new String(bytes, charset); // half the memory of a decoder for Latin letters
    if (read.indexOf(REPLACEMENT) < 0) {
      return withoutZero(read);
    }
    try {
      String text = // which may have that character itself
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return withoutZero(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> withoutZero(String text) {
    return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
  }
}
