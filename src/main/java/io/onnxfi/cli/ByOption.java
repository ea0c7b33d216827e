package io.onnxfi.cli;

import io.onnxfi.fault.Factor;
import java.util.List;
import picocli.CommandLine.Option;

/** Two factors whose levels are set against each other. */
final class ByOption {
  private static final String NAME = "--by";

  @Option(
      names = NAME,
      paramLabel = "F,G",
      description = "Rates by any two of layer, bit, model, site and reach as well, as site,bit.")
  private String by;

  /** The factors; none if nobody asks. */
  List<Factor> factors() {
    return by == null ? List.of() : Factor.two(NAME, by);
  }
}
