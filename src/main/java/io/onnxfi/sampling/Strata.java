package io.onnxfi.sampling;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What estimates are stratified by: nothing, or two factors, the second of which numbers things
 * that are equally likely to be hit, as each bit of a weight is.
 *
 * @param factors none or two
 */
public record Strata(List<Factor> factors) {
  /** A fault is a fault: the rate is the mean over the sample. */
  public static final Strata NONE = new Strata(List.of());

  /**
   * Post-stratified by layer and bit, so that chance does not decide how many faults hit the one
   * bit that matters, if the sample looks like an even draw of bits ({@link ClusterSample}).
   */
  public static final Strata LAYER_BIT = of(Factor.LAYER, Factor.BIT);

  private static final int FACTORS = 2;
  private static final String NO_FACTORS = "none";
  private static final String SEPARATOR = "-";

  /** Checks and copies. */
  public Strata {
    factors = List.copyOf(factors);
    if (!factors.isEmpty() && !areStrata(factors)) {
      throw new IllegalArgumentException("strata by " + factors);
    }
  }

  private static boolean areStrata(List<Factor> factors) {
    return factors.size() == FACTORS
        && !factors.get(0).equals(factors.get(1))
        && factors.get(1).isNumber();
  }

  /**
   * Strata by two factors.
   *
   * @param group whose shares among all faults are taken from the list
   * @param drawn whose numbers are equally likely
   */
  public static Strata of(Factor group, Factor drawn) {
    return new Strata(List.of(group, drawn));
  }

  /**
   * As on the command line: {@code none}, {@code layer-bit}.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if it names no such factors
   */
  public static Strata parse(String where, String text) {
    if (text.equals(NO_FACTORS)) {
      return NONE;
    }
    List<Factor> named =
        List.of(text.split(SEPARATOR, -1)).stream().map(name -> Factor.named(where, name)).toList();
    if (!areStrata(named)) {
      throw MalformedInputException.of(
          where, "none, or two factors of which the second is a number, as layer-bit", text);
    }
    return new Strata(named);
  }

  /** Whether a fault is a fault. */
  public boolean isNone() {
    return factors.isEmpty();
  }

  /** The factor whose shares are taken from the list. */
  Factor group() {
    return factors.get(0);
  }

  /** The factor whose numbers are equally likely. */
  Factor drawn() {
    return factors.get(1);
  }

  @Override
  public String toString() {
    return isNone()
        ? NO_FACTORS
        : factors.stream().map(Factor::name).collect(Collectors.joining(SEPARATOR));
  }
}
