package io.onnxfi.cli;

import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.DataSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How pixels are normalised, where that is not as usual. */
final class NormalizationOptions {
  @Option(
      names = "--mean",
      paramLabel = "M,M,M",
      split = ",",
      description =
          "Mean per channel (default: the model's own, or else the data set's; 0 for networks that"
              + " a study trains).")
  private List<Float> mean;

  @Option(
      names = "--std",
      paramLabel = "S,S,S",
      split = ",",
      description = "Standard deviation per channel (default: likewise; 1).")
  private List<Float> std;

  /**
   * What was given, if anything was.
   *
   * @throws MalformedInputException if only one of the two was
   */
  Optional<Normalization> given() {
    if ((mean == null) != (std == null)) {
      throw new MalformedInputException("--mean and --std go together: give both or neither");
    }
    return mean == null
        ? Optional.empty()
        : Optional.of(DataSource.checked(mean, std, "--mean and --std"));
  }
}
