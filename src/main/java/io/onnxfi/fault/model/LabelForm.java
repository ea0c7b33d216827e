package io.onnxfi.fault.model;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one kind of label is written and read: a name, and behind a colon what it takes.
 *
 * @param name what it begins with
 * @param parameter what stands behind the colon, for people; empty if there is none
 * @param rule what is allowed there, for people
 * @param read makes the value of it, if it is allowed
 * @param <T> what is labelled
 */
public record LabelForm<T>(
    String name, String parameter, String rule, Function<String, Optional<T>> read) {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

  /** A label without parameter. */
  public static <T> LabelForm<T> plain(String name, T value) {
    return new LabelForm<>(name, "", "", none -> Optional.of(value));
  }

  /** The label as people read it: {@code burst:N}. */
  public String usage() {
    return takesParameter() ? name + ":" + parameter : name;
  }

  /** All labels that there are. */
  public static <T> String usages(List<LabelForm<T>> forms) {
    return forms.stream().map(LabelForm::usage).collect(Collectors.joining(", "));
  }

  /**
   * What a label stands for.
   *
   * @param where what to blame in a message: an option, or a file and row
   * @throws MalformedInputException naming all labels, or what the parameter must be
   */
  public static <T> T parse(List<LabelForm<T>> forms, String where, String label) {
    int colon = label.indexOf(':');
    String name = colon < 0 ? label : label.substring(0, colon);
    List<LabelForm<T>> namesakes = forms.stream().filter(form -> form.name.equals(name)).toList();
    if (namesakes.isEmpty()) {
      throw MalformedInputException.of(where, "one of " + usages(forms), Excerpt.quoted(label));
    }
    return namesakes.stream()
        .filter(form -> form.takesParameter() == colon >= 0)
        .findFirst()
        .flatMap(form -> form.read.apply(label.substring(colon + 1)))
        .orElseThrow(
            () -> MalformedInputException.of(where, expected(namesakes), Excerpt.quoted(label)));
  }

  /** Whole numbers with commas between them, all within limits; nothing if they are not. */
  public static Optional<long[]> wholes(String text, long least, long most) {
    String[] parts = text.split(",", -1);
    long[] numbers = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String digits = parts[i].strip();
      if (!WHOLE.matcher(digits).matches()) {
        return Optional.empty();
      }
      numbers[i] = Long.parseLong(digits);
    }
    return Arrays.stream(numbers).allMatch(number -> number >= least && number <= most)
        ? Optional.of(numbers)
        : Optional.empty();
  }

  private boolean takesParameter() {
    return !parameter.isEmpty();
  }

  private static <T> String expected(List<LabelForm<T>> forms) {
    return forms.stream()
        .map(form -> form.usage() + (form.takesParameter() ? " with " + form.rule : ""))
        .collect(Collectors.joining(" or "));
  }
}
