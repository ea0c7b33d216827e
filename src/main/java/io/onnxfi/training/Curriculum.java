package io.onnxfi.training;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;

/**
 * A number that grows from epoch to epoch: {@code min(most, start + step · epoch)}, epochs from 0.
 *
 * @param start in the first epoch, 0 or more
 * @param step how much more in each epoch, 0 or more
 * @param most that it becomes, at least {@code start}
 */
public record Curriculum(double start, double step, double most) {
  /** Checks the ranges. */
  public Curriculum {
    if (!(start >= 0 && step >= 0 && most >= start && Double.isFinite(step + most))) {
      throw MalformedInputException.of(
          "curriculum",
          "START, STEP and MOST of 0 or more, MOST at least START",
          "%s, %s and %s".formatted(start, step, most));
    }
  }

  /** The same number in every epoch. */
  public static Curriculum fixed(double value) {
    return new Curriculum(value, 0, value);
  }

  /**
   * Reads a label.
   *
   * @param where the option that it comes from
   * @throws MalformedInputException if it is none
   */
  public static Curriculum parse(String where, String label) {
    String[] words = label.split(":", -1);
    double[] numbers;
    try {
      numbers = Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw unknown(where, label);
    }
    return switch (numbers.length) {
      case 1 -> fixed(numbers[0]);
      case 3 -> new Curriculum(numbers[0], numbers[1], numbers[2]);
      default -> throw unknown(where, label);
    };
  }

  private static MalformedInputException unknown(String where, String label) {
    return MalformedInputException.of(
        where, "a number, or START:STEP:MOST such as 0.05:0.03:0.4", Excerpt.quoted(label));
  }

  /**
   * The number in an epoch.
   *
   * @param epoch from 0
   */
  public double at(int epoch) {
    return Math.min(most, start + step * epoch);
  }

  /**
   * As {@link #parse} reads it: {@code 0.05:0.03:0.4}, or the number alone if it stays the same.
   */
  public String label() {
    return start == most ? Double.toString(start) : start + ":" + step + ":" + most;
  }
}
