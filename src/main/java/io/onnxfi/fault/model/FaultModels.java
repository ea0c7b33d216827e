package io.onnxfi.fault.model;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fault models by their labels. */
public final class FaultModels {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
  private static final String WORD_BITS = "N from 1 to " + Long.SIZE;

  private static final List<Form> FORMS =
      List.of(
          Form.plain(new BitFlip()),
          Form.plain(new StuckAt(false)),
          Form.plain(new StuckAt(true)),
          new Form(
              "flip",
              "BITS",
              "BITS distinct, from 0 to %d, with commas".formatted(Long.SIZE - 1),
              text -> bits(text).map(FixedBits::new)),
          new Form("burst", "N", WORD_BITS, text -> wordBits(text).map(Burst::new)),
          new Form("bits", "N", WORD_BITS, text -> wordBits(text).map(RandomBits::new)),
          Form.plain(new RandomByte()),
          new Form(
              "set",
              "VALUE",
              "VALUE a number, NaN, Infinity or -Infinity",
              text -> SetValue.canonical(text).map(SetValue::new)),
          Form.plain(new Zero()),
          Form.plain(new RandomInRange()),
          new Form("random", "LOW,HIGH", "LOW below HIGH", FaultModels::between),
          new Form(
              "gaussian",
              "ALPHA",
              "ALPHA at least 0",
              text -> number(text, alpha -> alpha >= 0).map(RelativeNoise::new)),
          new Form(
              "gaussian-abs",
              "SIGMA",
              "SIGMA at least 0",
              text -> number(text, sigma -> sigma >= 0).map(AbsoluteNoise::new)),
          new Form(
              "ber",
              "P",
              "P from 0 to 1",
              text -> number(text, rate -> rate >= 0 && rate <= 1).map(BitErrorRate::new)),
          new Form(
              "count",
              "N",
              "N a whole number, at least 1",
              text -> whole(text).filter(count -> count >= 1).map(BitCount::new)));

  private FaultModels() {}

  /**
   * How one kind of label is written and read.
   *
   * @param name what it begins with
   * @param parameter what stands behind the colon; empty if there is none
   * @param rule what is allowed there
   * @param read makes the model of it, if it is allowed
   */
  private record Form(
      String name, String parameter, String rule, Function<String, Optional<FaultModel>> read) {
    static Form plain(FaultModel model) {
      return new Form(model.label(), "", "", none -> Optional.of(model));
    }

    boolean takesParameter() {
      return !parameter.isEmpty();
    }

    String usage() {
      return takesParameter() ? name + ":" + parameter : name;
    }
  }

  /** How all labels are written: {@code flip}, {@code burst:N}, {@code ber:P}. */
  public static List<String> usages() {
    return FORMS.stream().map(Form::usage).toList();
  }

  /**
   * The model of a label.
   *
   * @param where what to blame in a message: an option, or a file and row
   * @throws MalformedInputException naming all labels, or what the parameter must be
   */
  public static FaultModel parse(String where, String label) {
    int colon = label.indexOf(':');
    String name = colon < 0 ? label : label.substring(0, colon);
    List<Form> namesakes = FORMS.stream().filter(form -> form.name.equals(name)).toList();
    if (namesakes.isEmpty()) {
      throw MalformedInputException.of(
          where, "one of " + String.join(", ", usages()), Excerpt.quoted(label));
    }
    return namesakes.stream()
        .filter(form -> form.takesParameter() == colon >= 0)
        .findFirst()
        .flatMap(form -> form.read.apply(label.substring(colon + 1)))
        .orElseThrow(
            () -> MalformedInputException.of(where, expected(namesakes), Excerpt.quoted(label)));
  }

  private static String expected(List<Form> forms) {
    List<String> parts = new ArrayList<>();
    for (Form form : forms) {
      parts.add(form.usage() + (form.takesParameter() ? " with " + form.rule : ""));
    }
    return String.join(" or ", parts);
  }

  private static Optional<FaultModel> between(String text) {
    String[] ends = text.split(",", -1);
    if (ends.length != 2) {
      return Optional.empty();
    }
    return number(ends[0], low -> true)
        .flatMap(
            low -> number(ends[1], high -> low < high).map(high -> new RandomBetween(low, high)));
  }

  private static Optional<Long> bits(String text) {
    long mask = 0;
    for (String part : text.split(",", -1)) {
      Optional<Long> bit = whole(part.strip()).filter(number -> number < Long.SIZE);
      if (bit.isEmpty() || (mask >>> bit.get() & 1) == 1) {
        return Optional.empty();
      }
      mask |= 1L << bit.get();
    }
    return Optional.of(mask);
  }

  private static Optional<Integer> wordBits(String text) {
    return whole(text).filter(bits -> bits >= 1 && bits <= Long.SIZE).map(Long::intValue);
  }

  private static Optional<Long> whole(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Optional<Double> number(String text, DoublePredicate allowed) {
    return Decimals.read(text.strip())
        .map(decimal -> decimal.doubleValue())
        .filter(number -> Double.isFinite(number) && allowed.test(number));
  }
}
