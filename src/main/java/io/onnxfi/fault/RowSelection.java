package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.random.Generators;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which rows of a list to replay. Rows are counted from 0, as {@code Injection} is in the lists.
 */
public final class RowSelection {
  /** Name of the generator that draws samples, recorded with the seed. */
  public static final String GENERATOR = "Xoshiro256PlusPlus";

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private RowSelection() {}

  /**
   * Rows named by a text like {@code 0-99,250,300-310}.
   *
   * @param size number of rows in the list
   * @throws MalformedInputException if the text is malformed or names a row that is not there
   */
  public static int[] ranges(String text, int size) {
    return ranges("--rows", "rows", text, size);
  }

  /**
   * The same of other things that are counted from 0; each once, in ascending order.
   *
   * @param option that the text was given to
   * @param what they are, in the plural
   */
  public static int[] ranges(String option, String what, String text, int size) {
    BitSet chosen = new BitSet(size);
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.trim());
      if (!matcher.matches()) {
        throw MalformedInputException.of(option, what + " like 0-99,250", Excerpt.quoted(part));
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from > to || to >= size) {
        throw MalformedInputException.of(
            option,
            "%s within 0-%d, first before last".formatted(what, size - 1),
            Excerpt.quoted(part));
      }
      chosen.set(from, to + 1);
    }
    return chosen.stream().toArray();
  }

  /**
   * A simple random sample without replacement, in the order of the list.
   *
   * @param candidates rows to draw from
   * @param count how many to draw; all of them if there are no more
   * @param seed of the generator {@value #GENERATOR}
   */
  public static int[] sample(int[] candidates, int count, long seed) {
    if (count < 1) {
      throw MalformedInputException.of("--sample", "at least 1 row", Integer.toString(count));
    }
    RandomGenerator random = Generators.of(GENERATOR).create(seed);
    int[] pool = candidates.clone();
    int drawn = Math.min(count, pool.length);
    for (int i = 0; i < drawn; i++) {
      int other = i + random.nextInt(pool.length - i);
      int swapped = pool[i];
      pool[i] = pool[other];
      pool[other] = swapped;
    }
    return IntStream.of(pool).limit(drawn).sorted().toArray();
  }
}
