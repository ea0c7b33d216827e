package io.onnxfi.run;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.precision.Precision;
import io.onnxfi.precision.PrecisionSignature;
import java.util.Objects;

/**
 * In which precision a model computes.
 *
 * @param isAsPublished as the list's published outcomes say it was done
 * @param precision otherwise
 */
public record PrecisionChoice(boolean isAsPublished, Precision precision) {
  /** Float32 throughout. */
  public static final PrecisionChoice FULL = of(Precision.FULL);

  /** What the list's published outcomes tell. */
  public static final PrecisionChoice AS_PUBLISHED = new PrecisionChoice(true, Precision.FULL);

  /** Checks that nothing is missing. */
  public PrecisionChoice {
    Objects.requireNonNull(precision, "precision");
  }

  /** A given precision. */
  public static PrecisionChoice of(Precision precision) {
    return new PrecisionChoice(false, precision);
  }

  /**
   * The precision for a list.
   *
   * @param list all of its rows, not only those to be tried
   * @throws MalformedInputException if its outcomes are to tell, and it has none
   */
  Precision in(FaultList list) {
    if (!isAsPublished) {
      return precision;
    }
    if (!list.hasOutcomes()) {
      throw MalformedInputException.of(
          "--precision auto", "published outcomes in " + list.source(), "none");
    }
    return PrecisionSignature.precision(PrecisionSignature.of(list));
  }
}
