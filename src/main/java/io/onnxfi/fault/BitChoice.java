package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which bits of an element faults are drawn from.
 *
 * @param chosen ascending, 0 the least significant; all if empty
 */
public record BitChoice(List<Integer> chosen) {
  /** All of them. */
  public static final BitChoice ALL = new BitChoice(List.of());

  private static final Pattern RANGE = Pattern.compile("(\\d{1,2})(?:-(\\d{1,2}))?");
  private static final int MOST = Long.SIZE;

  /** Sorts and copies. */
  public BitChoice {
    chosen = List.copyOf(new TreeSet<>(chosen));
  }

  /**
   * As on the command line: {@code 23-30} or {@code 0,31}.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if it is none
   */
  public static BitChoice parse(String where, String text) {
    TreeSet<Integer> bits = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw malformed(where, text);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first > last || last >= MOST) {
        throw malformed(where, text);
      }
      for (int bit = first; bit <= last; bit++) {
        bits.add(bit);
      }
    }
    return new BitChoice(List.copyOf(bits));
  }

  private static MalformedInputException malformed(String where, String text) {
    return MalformedInputException.of(
        where, "bits from 0 to %d, as 23-30 or 0,31".formatted(MOST - 1), "'" + text + "'");
  }

  /** Whether every bit is chosen, whatever the type. */
  boolean isAll() {
    return chosen.isEmpty();
  }

  /**
   * How many of an element's bits are chosen.
   *
   * @param width bits of an element
   */
  int count(int width) {
    return isAll() ? width : (int) chosen.stream().filter(bit -> bit < width).count();
  }

  /** One of those that are chosen, by its number from 0. */
  int bit(int number) {
    return isAll() ? number : chosen.get(number);
  }

  /** Whether a bit is chosen. */
  boolean has(int bit) {
    return isAll() || chosen.contains(bit);
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return chosen.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
