package io.onnxfi.fault.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;

/** The fault models by their labels. */
public final class FaultModels {
  private static final String WORD_BITS = "N from 1 to " + Long.SIZE;

  private static final List<LabelForm<FaultModel>> FORMS =
      List.of(
          plain(new BitFlip()),
          plain(new StuckAt(false)),
          plain(new StuckAt(true)),
          new LabelForm<>(
              "flip",
              "BITS",
              "BITS distinct, from 0 to %d, with commas".formatted(Long.SIZE - 1),
              FaultModels::fixedBits),
          new LabelForm<>(
              "burst",
              "N",
              WORD_BITS,
              text -> one(text, Long.SIZE).map(n -> new Burst(n.intValue()))),
          new LabelForm<>(
              "bits",
              "N",
              WORD_BITS,
              text -> one(text, Long.SIZE).map(n -> new RandomBits(n.intValue()))),
          plain(new RandomByte()),
          new LabelForm<>(
              "set",
              "VALUE",
              "VALUE a number, NaN, Infinity or -Infinity",
              text -> SetValue.canonical(text).map(SetValue::new)),
          plain(new Zero()),
          plain(new RandomInRange()),
          new LabelForm<>("random", "LOW,HIGH", "LOW below HIGH", FaultModels::between),
          new LabelForm<>(
              "gaussian",
              "ALPHA",
              "ALPHA at least 0",
              text -> number(text, alpha -> alpha >= 0).map(RelativeNoise::new)),
          new LabelForm<>(
              "gaussian-abs",
              "SIGMA",
              "SIGMA at least 0",
              text -> number(text, sigma -> sigma >= 0).map(AbsoluteNoise::new)),
          new LabelForm<>(
              "ber",
              "P[,K[,BIT]]",
              "P from 0 to 1, pattern K a whole number, BIT from 0 to %d".formatted(Long.SIZE - 1),
              FaultModels::bitErrors),
          new LabelForm<>(
              "count",
              "N",
              "N a whole number, at least 1",
              text -> one(text, Long.MAX_VALUE).map(BitCount::new)));

  private FaultModels() {}

  private static LabelForm<FaultModel> plain(FaultModel model) {
    return LabelForm.plain(model.label(), model);
  }

  /** How all labels are written, with commas between them: {@code flip}, {@code burst:N}. */
  public static String usages() {
    return LabelForm.usages(FORMS);
  }

  /**
   * The model of a label.
   *
   * @param where what to blame in a message: an option, or a file and row
   * @throws io.onnxfi.error.MalformedInputException naming all labels, or what the parameter must
   *     be
   */
  public static FaultModel parse(String where, String label) {
    return LabelForm.parse(FORMS, where, label);
  }

  private static Optional<FaultModel> fixedBits(String text) {
    return LabelForm.wholes(text, 0, Long.SIZE - 1)
        .filter(bits -> Arrays.stream(bits).distinct().count() == bits.length)
        .map(bits -> new FixedBits(Arrays.stream(bits).reduce(0, (mask, bit) -> mask | 1L << bit)));
  }

  /** At a rate, drawn anew or of a pattern, and that in all bits or in one. */
  private static Optional<FaultModel> bitErrors(String text) {
    String[] parts = text.split(",", 2);
    Optional<Double> rate = number(parts[0], p -> p >= 0 && p <= 1);
    if (parts.length == 1) {
      return rate.map(BitErrorRate::new);
    }
    return LabelForm.wholes(parts[1], 0, Long.MAX_VALUE)
        .filter(numbers -> numbers.length == 1 || (numbers.length == 2 && numbers[1] < Long.SIZE))
        .flatMap(
            numbers ->
                rate.map(
                    p ->
                        numbers.length == 1
                            ? new NestedBitErrors(p, numbers[0])
                            : new NestedBitErrors(
                                p, numbers[0], OptionalInt.of((int) numbers[1]))));
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

  /** One whole number, at least 1. */
  private static Optional<Long> one(String text, long most) {
    return LabelForm.wholes(text, 1, most)
        .filter(numbers -> numbers.length == 1)
        .map(numbers -> numbers[0]);
  }

  private static Optional<Double> number(String text, DoublePredicate allowed) {
    return Decimals.read(text.strip())
        .map(decimal -> decimal.doubleValue())
        .filter(number -> Double.isFinite(number) && allowed.test(number));
  }
}
