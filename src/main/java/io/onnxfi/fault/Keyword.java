package io.onnxfi.fault;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of several words that choose tensors by their names: a part of the name, or {@code glob:} or
 * {@code re:} as {@link LayerFilter} has them.
 *
 * <p>A part of a name may choose more than was meant: {@code encoder_layer_1} is also in {@code
 * encoder_layer_10}. A name has a keyword <i>whole</i> if it somewhere begins and ends where a word
 * (letters) or a number (digits) does. {@link #doubt} says where it has it only within a longer
 * number, and where it has it only within a longer word, if that begins earlier or if other names
 * have it whole. What is only ever continued by letters is taken for an abbreviation, as {@code
 * down} for {@code downsample}.
 *
 * @param filter what it chooses
 * @param isPart whether it is a part of a name
 */
public record Keyword(LayerFilter filter, boolean isPart) {
  private static final Pattern LIST = Pattern.compile("\\[(.*)]");
  private static final Pattern QUOTED = Pattern.compile("'(.*)'|\"(.*)\"");
  private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}_/:-]");
  private static final int SHOWN = 4;

  /** Checks that nothing is missing. */
  public Keyword {
    Objects.requireNonNull(filter, "filter");
  }

  /**
   * Reads keywords with commas between them, bare or as a list in Python: {@code mlp,ln} or {@code
   * ['mlp', 'ln']}. A regular expression is not cut at commas within brackets.
   *
   * @param where what to blame in a message: an option
   * @return none if the text, or the list, is empty
   * @throws MalformedInputException if there is nothing between two commas, or an expression is
   *     none
   */
  public static List<Keyword> parse(String where, String text) {
    String stripped = text.strip();
    var list = LIST.matcher(stripped);
    String inside = list.matches() ? list.group(1).strip() : stripped;
    if (inside.isEmpty()) {
      return List.of();
    }
    return parts(inside).stream().map(part -> one(where, part, text)).toList();
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isExpression = text.startsWith("re:", start);
      depth += isExpression && "([{".indexOf(c) >= 0 ? 1 : 0;
      depth -= isExpression && ")]}".indexOf(c) >= 0 ? 1 : 0;
      if (c == ',' && depth <= 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
        depth = 0;
        while (start < text.length() && text.charAt(start) == ' ') {
          start++;
        }
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Keyword one(String where, String part, String all) {
    String bare = part.strip();
    var quoted = QUOTED.matcher(bare);
    String word = quoted.matches() ? bare.substring(1, bare.length() - 1) : bare;
    if (word.isEmpty()) {
      throw MalformedInputException.of(
          where, "parts of names with commas between them", Excerpt.quoted(all));
    }
    LayerFilter filter = LayerFilter.parse(where, word);
    return new Keyword(filter, !word.startsWith("glob:") && !word.startsWith("re:"));
  }

  /** As it was given. */
  public String text() {
    return filter.text();
  }

  /** Whether it chooses a tensor of this name. */
  public boolean matches(String name) {
    return filter.matches().test(name);
  }

  /**
   * What it also chooses of some names and can hardly have been meant: a line without the option;
   * nothing if there is no doubt.
   */
  public Optional<String> doubt(List<String> names) {
    if (!isPart) {
      return Optional.empty();
    }
    List<String> whole = names.stream().filter(this::isWholeIn).toList();
    List<String> cut =
        names.stream()
            .filter(name -> matches(name) && !isWholeIn(name))
            .filter(name -> !whole.isEmpty() || !isAbbreviatedIn(name))
            .toList();
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    List<String> longer =
        cut.stream()
            .flatMap(name -> places(name).mapToObj(at -> longer(name, at)))
            .distinct()
            .toList();
    String said =
        "'%s' %s matches %s%s (%,d of %,d tensors)"
            .formatted(
                text(),
                whole.isEmpty() ? "only" : "also",
                String.join(", ", longer.subList(0, Math.min(SHOWN, longer.size()))),
                longer.size() > SHOWN ? " and %,d more".formatted(longer.size() - SHOWN) : "",
                cut.size(),
                names.stream().filter(this::matches).count());
    return Optional.of(whole.isEmpty() ? said : said + "; without them: '" + exact() + "'");
  }

  private IntStream places(String name) {
    return IntStream.rangeClosed(0, name.length() - text().length())
        .filter(at -> name.startsWith(text(), at));
  }

  private boolean isWholeIn(String name) {
    return places(name).anyMatch(at -> !isLedUpTo(name, at) && !isContinued(name, at));
  }

  /** Whether it is only ever the beginning of a longer word. */
  private boolean isAbbreviatedIn(String name) {
    int last = text().charAt(text().length() - 1);
    return Character.isLetter(last) && places(name).anyMatch(at -> !isLedUpTo(name, at));
  }

  private boolean isLedUpTo(String name, int at) {
    return at > 0 && isSameKind(name.charAt(at - 1), name.charAt(at));
  }

  private boolean isContinued(String name, int at) {
    int end = at + text().length();
    return end < name.length() && isSameKind(name.charAt(end - 1), name.charAt(end));
  }

  private static boolean isSameKind(char one, char next) {
    return (Character.isLetter(one) && Character.isLetter(next))
        || (Character.isDigit(one) && Character.isDigit(next));
  }

  /** The keyword with the rest of the words or numbers that it begins and ends in. */
  private String longer(String name, int at) {
    int start = at;
    while (isLedUpTo(name, start)) {
      start--;
    }
    int end = at + text().length();
    while (end < name.length() && isSameKind(name.charAt(end - 1), name.charAt(end))) {
      end++;
    }
    return name.substring(start, end);
  }

  /** An expression that finds it where it is whole. */
  private String exact() {
    String escaped = SPECIAL.matcher(text()).replaceAll(special -> "\\\\" + "\\" + special.group());
    return "re:"
        + kind(text().charAt(0)).map(same -> "(?<!" + same + ")").orElse("")
        + escaped
        + kind(text().charAt(text().length() - 1)).map(same -> "(?!" + same + ")").orElse("");
  }

  private static Optional<String> kind(char c) {
    return Character.isDigit(c)
        ? Optional.of("\\d")
        : Character.isLetter(c) ? Optional.of("\\p{L}") : Optional.empty();
  }

  /** Parts of names most like it, for messages; none for an expression. */
  List<String> near(List<String> names) {
    if (!isPart) {
      return List.of();
    }
    IntPredicate isDot = c -> c == '.';
    int parts = 1 + (int) text().chars().filter(isDot).count();
    return NearestNames.of(
        text(), names.stream().flatMap(name -> runs(name, parts)).distinct().toList());
  }

  /** All runs of so many neighbouring parts of a name, which dots divide. */
  private static Stream<String> runs(String name, int parts) {
    List<String> all = Arrays.asList(name.split("\\.", -1));
    return IntStream.rangeClosed(0, all.size() - parts)
        .mapToObj(from -> String.join(".", all.subList(from, from + parts)));
  }
}
