package io.onnxfi.error;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One of a few things that are written by their names. */
public final class Choice {
  private Choice() {}

  /**
   * The one that is written so.
   *
   * @param where what to blame in a message, for example an option
   * @param values all that there are
   * @throws MalformedInputException naming them
   */
  public static <T> T of(String where, T[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where,
                    Arrays.stream(values)
                        .map(Object::toString)
                        .collect(Collectors.joining(", ", "one of ", "")),
                    Excerpt.quoted(text)));
  }
}
