package io.onnxfi.cli;

import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What faults and images cost in time, where that is not to be measured or assumed. */
final class CostOptions {
  @Option(
      names = "--fault-ms",
      paramLabel = "MS",
      description =
          "Milliseconds to inject a fault (default: measured in the pilot, or else 10, a session of"
              + " ResNet20).")
  private Double faultMillis;

  @Option(
      names = "--image-ms",
      paramLabel = "MS",
      description =
          "Milliseconds per image or sample (default: measured in the pilot, or else 0.5, the whole"
              + " ResNet20 on two cores; the last lines of a replay show yours).")
  private Double imageMillis;

  OptionalDouble faultMillis() {
    return faultMillis == null ? OptionalDouble.empty() : OptionalDouble.of(faultMillis);
  }

  OptionalDouble imageMillis() {
    return imageMillis == null ? OptionalDouble.empty() : OptionalDouble.of(imageMillis);
  }
}
