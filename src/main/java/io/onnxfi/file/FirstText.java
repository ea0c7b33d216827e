package io.onnxfi.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The first bytes of a file as text, if they are text. */
final class FirstText {
  private FirstText() {}

  /** The text; empty if it is none: with controls that no text has, or bytes of no encoding. */
  static String of(byte[] head) {
    String text = decoded(head);
    boolean plain =
        text.chars()
            .noneMatch(c -> Character.isISOControl(c) && "\t\n\r\f\u001a\u001b".indexOf(c) < 0);
    return plain ? text : "";
  }

  private static String decoded(byte[] head) {
    if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      return decode(head, 2, StandardCharsets.UTF_16LE);
    }
    if (head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      return decode(head, 2, StandardCharsets.UTF_16BE);
    }
    // In UTF-16 without a mark, every second byte of Western text is zero.
    if (head.length > 1 && head[0] != 0 && head[1] == 0) {
      return decode(head, 0, StandardCharsets.UTF_16LE);
    }
    if (head.length > 1 && head[0] == 0 && head[1] != 0) {
      return decode(head, 0, StandardCharsets.UTF_16BE);
    }
    String text = decode(head, 0, StandardCharsets.UTF_8);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** What decodes; a character that the end of the head cuts in two is left out. */
  private static String decode(byte[] head, int start, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(head.length);
    boolean fails =
        decoder.decode(ByteBuffer.wrap(head, start, head.length - start), text, false).isError();
    return fails ? "" : text.flip().toString();
  }
}
