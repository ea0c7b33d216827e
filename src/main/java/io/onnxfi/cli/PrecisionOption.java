package io.onnxfi.cli;

import io.onnxfi.precision.Precision;
import io.onnxfi.run.PrecisionChoice;
import picocli.CommandLine.Option;

/** In which precision a model computes. */
final class PrecisionOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--precision",
      paramLabel = "RULES",
      description =
          "Round the operands of convolutions and matrix products as an accelerator does, and sum"
              + " in float32: tf32, fp16 or bf16, for all layers or some"
              + " (tf32:layer3.*,fp16:linear), or auto: as the list's published outcomes show it"
              + " was done (default: float32 throughout).")
  private String rules;

  /**
   * What was asked for.
   *
   * @throws io.onnxfi.error.MalformedInputException if the rules cannot be read
   */
  PrecisionChoice choice() {
    if (rules == null) {
      return PrecisionChoice.FULL;
    }
    return rules.equals(AUTO)
        ? PrecisionChoice.AS_PUBLISHED
        : PrecisionChoice.of(Precision.parse(rules));
  }
}
