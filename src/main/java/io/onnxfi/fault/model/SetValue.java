package io.onnxfi.fault.model;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Elements become one given number. A floating-point type gets the nearest that it has (by way of
 * double); an integer type must hold exactly this one.
 *
 * @param value all digits of it, {@code NaN}, {@code Infinity} or {@code -Infinity}
 */
public record SetValue(String value) implements FaultModel {
  private static final String NOT_A_NUMBER = "NaN";
  private static final String INFINITY = "Infinity";

  /** Writes the number in its shortest form. */
  public SetValue {
    String text = value;
    value =
        canonical(text)
            .orElseThrow(() -> new IllegalArgumentException("not a number: '" + text + "'"));
  }

  /** The shortest form of a number, if it is one. */
  static Optional<String> canonical(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String unsigned = lower.replaceFirst("^[+-]", "");
    String sign = lower.startsWith("-") ? "-" : "";
    return switch (unsigned) {
      case "nan" -> Optional.of(NOT_A_NUMBER);
      case "inf", "infinity" -> Optional.of(sign + INFINITY);
      default ->
          Decimals.read(text)
              .map(number -> number.signum() == 0 ? sign + "0" : Decimals.shortest(number));
    };
  }

  @Override
  public String label() {
    return "set:" + value;
  }

  @Override
  public void check(String where, Target target) {
    Refusals.requireNumbers(where, target);
    bitsOf(where, target.type());
  }

  @Override
  public void disturb(Target target, RandomGenerator random, Changes changes) {
    Refusals.requireNumbers(label(), target);
    long bits = bitsOf(label(), target.type());
    for (long i = 0; i < target.region().size(); i++) {
      changes.bits(target.region().position(i), 0, bits);
    }
  }

  private long bitsOf(String where, ElementType type) {
    OptionalLong bits = type.isFloatingPoint() ? floating(type) : whole(type);
    if (bits.isEmpty()) {
      throw MalformedInputException.of(where, "a value of " + rangeOf(type), value);
    }
    boolean vanishes = ElementValues.value(type, bits.getAsLong()) == 0 && !value.matches("-?0");
    if (vanishes) {
      throw MalformedInputException.of(
          where, "a value that %s does not round to 0".formatted(type.label()), value);
    }
    return bits.getAsLong();
  }

  private OptionalLong floating(ElementType type) {
    double number = Double.parseDouble(value);
    boolean holds =
        switch (value) {
          case NOT_A_NUMBER -> ElementValues.hasNan(type);
          case INFINITY, "-" + INFINITY -> ElementValues.hasInfinity(type);
          default -> holds(type, number);
        };
    return holds ? OptionalLong.of(ElementValues.nearest(type, number)) : OptionalLong.empty();
  }

  /** Whether a number is in the range, or beyond it so little that it is rounded to its end. */
  private static boolean holds(ElementType type, double number) {
    return ElementValues.hasInfinity(type)
        ? Double.isFinite(ElementValues.value(type, ElementValues.nearest(type, number)))
        : number >= ElementValues.least(type) && number <= ElementValues.most(type);
  }

  private OptionalLong whole(ElementType type) {
    return Decimals.read(value)
        .map(BigDecimal::stripTrailingZeros)
        .filter(number -> number.scale() <= 0)
        .map(BigDecimal::toBigIntegerExact)
        .filter(number -> number.compareTo(first(type)) >= 0 && number.compareTo(last(type)) <= 0)
        .map(number -> OptionalLong.of(number.longValue() & type.mask()))
        .orElse(OptionalLong.empty());
  }

  private static BigInteger first(ElementType type) {
    return type.signBit() < 0
        ? BigInteger.ZERO
        : BigInteger.ONE.shiftLeft(type.bits() - 1).negate();
  }

  private static BigInteger last(ElementType type) {
    if (type == ElementType.BOOL) {
      return BigInteger.ONE;
    }
    int magnitude = type.bits() - (type.signBit() < 0 ? 0 : 1);
    return BigInteger.ONE.shiftLeft(magnitude).subtract(BigInteger.ONE);
  }

  private static String rangeOf(ElementType type) {
    if (!type.isFloatingPoint()) {
      return "%s, a whole number from %s to %s".formatted(type.label(), first(type), last(type));
    }
    return "%s, from %s%s%s"
        .formatted(
            type.label(),
            Refusals.rangeOf(type),
            ElementValues.hasInfinity(type) ? ", infinite" : "",
            ElementValues.hasNan(type) ? ", NaN" : "");
  }
}
