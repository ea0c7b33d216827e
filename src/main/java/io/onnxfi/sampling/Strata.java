package io.onnxfi.sampling;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What estimates are stratified by: nothing, or two factors. The levels of a second factor that are
 * numbers are equally likely to be hit, as each bit of a weight is; of two factors whose levels are
 * names, the share of each pair of levels is taken from the list.
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
        && !factors.get(0).isNumber();
  }

  /**
   * Strata by two factors.
   *
   * @param group whose shares among all faults are taken from the list
   * @param second whose numbers are equally likely, or names of which that is not assumed
   */
  public static Strata of(Factor group, Factor second) {
    return new Strata(List.of(group, second));
  }

  /**
   * As on the command line: {@code none}, {@code layer-bit}, {@code model,site}.
   *
   * @param where what to blame in a message
   * @throws MalformedInputException if it names no such factors
   */
  public static Strata parse(String where, String text) {
    if (text.equals(NO_FACTORS)) {
      return NONE;
    }
    return new Strata(Factor.two(where, text));
  }

  /** Whether a fault is a fault. */
  public boolean isNone() {
    return factors.isEmpty();
  }

  /** The factor whose shares are taken from the list. */
  Factor group() {
    return factors.get(0);
  }

  /** The other factor. */
  Factor second() {
    return factors.get(1);
  }

  /** The factors as in a sentence: {@code layer and bit}. */
  public String title() {
    return factors.stream().map(Factor::title).collect(Collectors.joining(" and "));
  }

  /** What they take for granted of the draw, as the end of a sentence; nothing of names. */
  public String assumption() {
    return !isNone() && second().isNumber()
        ? ", every %s equally likely".formatted(second().title())
        : "";
  }

  @Override
  public String toString() {
    return isNone()
        ? NO_FACTORS
        : factors.stream().map(Factor::name).collect(Collectors.joining(SEPARATOR));
  }
}
