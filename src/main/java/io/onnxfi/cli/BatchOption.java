package io.onnxfi.cli;

import picocli.CommandLine.Option;

/** How many images are run together, where no engine chooses other sizes. */
final class BatchOption {
  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "Images per batch; a model with a fixed batch size gets that (default:"
              + " ${DEFAULT-VALUE}).")
  private int batch;

  int images() {
    return ComputeOptions.positive("--batch", batch);
  }
}
