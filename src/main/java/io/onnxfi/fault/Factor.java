package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something by which trials are told apart in strata, tables and figures.
 *
 * @param name as in options and names of files: {@code layer}
 * @param column of lists that tells it, by which options may name it too
 * @param title as in headings
 * @param isNumber whether its levels are whole numbers, ordered by value, but for those of trials
 *     that have none or several; else they are names
 */
public record Factor(String name, String column, String title, boolean isNumber) {
  /** The layer, as the list calls it. */
  public static final Factor LAYER = new Factor("layer", "Layer", "layer", false);

  /** Position of the bit in the element, 0 is the least significant. */
  public static final Factor BIT = new Factor("bit", "Bit", "bit", true);

  /** What happens: the label of the fault model; known of trials of a run. */
  public static final Factor FAULT = new Factor("fault", FaultList.MODEL, "fault model", false);

  /** The kind of tensor: {@link SiteKind}. */
  public static final Factor SITE = new Factor("site", FaultList.SITE, "site", false);

  /** The kind of {@link Reach}: {@code channel}, {@code bullet-wake}. */
  public static final Factor REACH = new Factor("reach", "Reach", "reach", false);

  private static final List<Factor> ALL = List.of(LAYER, BIT, FAULT, SITE, REACH);
  private static final Pattern BETWEEN = Pattern.compile("[-,]");
  private static final int TWO = 2;
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
        .filter(factor -> factor.name.equals(name) || factor.column.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where,
                    "one of " + String.join(", ", ALL.stream().map(Factor::name).toList()),
                    "'" + name + "'"));
  }

  /**
   * Two different factors, as {@code site-bit} or {@code site,bit}; one whose levels are numbers
   * stands behind one whose levels are names.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if it names no such factors
   */
  public static List<Factor> two(String where, String text) {
    List<Factor> named =
        List.of(BETWEEN.split(text, -1)).stream().map(name -> named(where, name)).toList();
    if (named.size() != TWO || named.get(0).equals(named.get(1))) {
      throw MalformedInputException.of(
          where, "two different factors, as layer-bit", "'" + text + "'");
    }
    return named.stream().sorted(Comparator.comparing(Factor::isNumber)).toList();
  }

  /**
   * Orders levels: numbers by value and before anything else, names in natural order ({@code conv2}
   * before {@code conv10}).
   */
  public Comparator<String> order() {
    Comparator<String> natural =
        Comparator.comparing(Factor::sortable).thenComparing(Comparator.naturalOrder());
    return isNumber
        ? Comparator.comparing((String level) -> !isNumber(level)).thenComparing(natural)
        : natural;
  }

  /** Whether a level is a number, and not {@link Trial#NONE} or {@link Trial#SEVERAL}. */
  public static boolean isNumber(String level) {
    return NUMBER.matcher(level).matches();
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
