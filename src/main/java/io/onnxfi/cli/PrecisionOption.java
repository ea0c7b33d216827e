package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.precision.Precision;
import io.onnxfi.precision.PrecisionSignature;
import picocli.CommandLine.Option;

/** In which precision a model computes. */
final class PrecisionOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--precision",
      paramLabel = "RULES",
      description = {
        "Round the operands of convolutions and matrix products as an accelerator does, and add up",
        "in float32: tf32, fp16 or bf16, for all layers or some (tf32:layer3.*,fp16:linear), or",
        "auto: as the list's published outcomes say it was done (default: float32 throughout)."
      })
  private String rules;

  /**
   * What was asked for.
   *
   * @param list whose outcomes {@code auto} reads; all of its rows, not only those to be replayed
   * @throws MalformedInputException if the rules cannot be read, or {@code auto} finds no outcomes
   */
  Precision precision(FaultList list) {
    if (rules == null) {
      return Precision.FULL;
    }
    if (!rules.equals(AUTO)) {
      return Precision.parse(rules);
    }
    if (!list.hasOutcomes()) {
      throw MalformedInputException.of(
          "--precision auto", "published outcomes in " + list.source(), "none");
    }
    return PrecisionSignature.precision(PrecisionSignature.of(list));
  }
}
