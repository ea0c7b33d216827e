package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far around the element that a list names a fault reaches.
 *
 * <p>Of filters {@code [out, in/group, kH, kW]} and images {@code [channel, row, column]}, rows lie
 * along the last axis and columns along the one before it; rows and columns of a matrix are those
 * of the order of axes in which the list indexes it.
 */
public enum Reach {
  /** The element itself. */
  ELEMENT,
  /** The elements that differ from it along the rows of a filter, an image or a matrix. */
  ROW,
  /** The elements that differ from it along the columns. */
  COLUMN,
  /**
   * All that belongs to its output channel: a filter, a row of {@code [out, in]}, a feature map.
   */
  CHANNEL,
  /** All weights of its input channel. */
  INPUT_CHANNEL,
  /** The whole tensor. */
  TENSOR;

  /**
   * The reach of that name.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException listing what there is
   */
  public static Reach parse(String where, String text) {
    return Arrays.stream(values())
        .filter(reach -> reach.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where,
                    Arrays.stream(values())
                        .map(Reach::toString)
                        .collect(Collectors.joining(", ", "one of ", "")),
                    Excerpt.quoted(text)));
  }

  /** As in lists: {@code input-channel}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
