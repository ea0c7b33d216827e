package io.onnxfi.cli;

import io.onnxfi.sampling.Strata;
import picocli.CommandLine.Option;

/** What an estimate is stratified by. */
final class StrataOption {
  @Option(
      names = "--strata",
      paramLabel = "S",
      defaultValue = "layer-bit",
      description =
          "Two of layer, bit, model, site and reach, as layer-bit (if each bit is equally likely to"
              + " be hit, as the list suggests, which narrows the intervals), or none (default:"
              + " ${DEFAULT-VALUE}).")
  private String strata;

  Strata strata() {
    return Strata.parse("--strata", strata);
  }
}
