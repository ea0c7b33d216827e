package io.onnxfi.report.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.DoubleStream;

/**
 * Ends of a linear axis and the distance of its ticks, all round numbers.
 *
 * @param from lower end, a multiple of the step
 * @param to upper end, a multiple of the step
 * @param step 1, 2 or 5 times a power of ten
 */
public record Ends(double from, double to, double step) {
  /** As many steps as are easily read. */
  private static final int STEPS = 6;

  /** The axis of numbers that are all equal is as wide as this. */
  private static final double LEAST = 1e-3;

  private static final MathContext DIGITS = new MathContext(12);

  /** An axis with all numbers on it; from 0 to 1 if there are none. */
  static Ends around(double... numbers) {
    double least = DoubleStream.of(numbers).min().orElse(0);
    double most = DoubleStream.of(numbers).max().orElse(1);
    double width = Math.max(most - least, Math.max(LEAST, Math.abs(most) * LEAST));
    double power = Math.pow(10, Math.floor(Math.log10(width / STEPS)));
    double step =
        power
            * DoubleStream.of(1, 2, 5, 10)
                .filter(multiple -> multiple * power * STEPS >= width)
                .findFirst()
                .orElse(10);
    return new Ends(
            multiple(Math.floor(least / step), step), multiple(Math.ceil(most / step), step), step)
        .widened();
  }

  /** An axis with whole numbers at its ends. */
  static Ends wholeAround(double... numbers) {
    double least = DoubleStream.of(numbers).min().orElse(0);
    double most = DoubleStream.of(numbers).max().orElse(1);
    return new Ends(Math.floor(least), Math.ceil(most), 1).widened();
  }

  /** A number as it stands at a tick: all with as many decimals as the step needs. */
  String text(double number) {
    int decimals = Math.max(0, BigDecimal.valueOf(step).stripTrailingZeros().scale());
    return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** A number without the dust of arithmetic: {@code 0.3}, not {@code 0.30000000000000004}. */
  static String plain(double number) {
    return rounded(number).stripTrailingZeros().toPlainString();
  }

  private Ends widened() {
    return from < to ? this : new Ends(from - step, to + step, step);
  }

  private static double multiple(double count, double step) {
    return rounded(count * step).doubleValue();
  }

  private static BigDecimal rounded(double number) {
    return BigDecimal.valueOf(number).round(DIGITS);
  }
}
