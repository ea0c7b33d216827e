package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModel;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something by which trials are told apart in strata, tables and figures.
 *
 * @param name as in headings and options: {@code layer}
 * @param isNumber whether its levels are whole numbers, ordered by value; else they are names
 */
public record Factor(String name, boolean isNumber) {
  /** The layer, as the list calls it. */
  public static final Factor LAYER = new Factor("layer", false);

  /** Position of the bit in the element, 0 is the least significant. */
  public static final Factor BIT = new Factor("bit", true);

  /** What is done to the bit: {@link FaultModel#label}; known of trials of a run. */
  public static final Factor FAULT = new Factor("fault", false);

  private static final List<Factor> ALL = List.of(LAYER, BIT, FAULT);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,17}");
  private static final String SORTABLE = "%018d";

  /**
   * The factor of a name.
   *
   * @param where what to blame in a message, for example an option
   * @throws MalformedInputException naming those that there are
   */
  public static Factor named(String where, String name) {
    return ALL.stream()
        .filter(factor -> factor.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where,
                    "one of " + String.join(", ", ALL.stream().map(Factor::name).toList()),
                    "'" + name + "'"));
  }

  /**
   * Orders levels: numbers by value, names in natural order ({@code conv2} before {@code conv10}).
   */
  public Comparator<String> order() {
    return isNumber
        ? Comparator.comparingLong(Long::parseLong)
        : Comparator.comparing(Factor::sortable).thenComparing(Comparator.naturalOrder());
  }

  /** A name whose alphabetical order is its natural one. */
  private static String sortable(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(
            number -> Matcher.quoteReplacement(SORTABLE.formatted(Long.parseLong(number.group()))));
  }

  @Override
  public String toString() {
    return name;
  }
}
