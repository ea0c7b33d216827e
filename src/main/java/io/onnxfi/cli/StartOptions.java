package io.onnxfi.cli;

import io.onnxfi.run.Start;
import picocli.CommandLine.Option;

/** What a training starts from. */
final class StartOptions {
  @Option(
      names = "--init",
      paramLabel = "NAME|FILE",
      defaultValue = "he",
      description =
          "Random weights to start from: he (normal, biases 0), torch (as PyTorch's layers have"
              + " them) or torchvision (as its ResNets have them); or trained ones from a file: a"
              + " state dict of torch.save, safetensors, or a model .onnx, with the names of the"
              + " architecture. Only the last layer may have another number of outputs there: it is"
              + " then drawn anew (default: ${DEFAULT-VALUE}).")
  private String init;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Drop inputs of the last layer with this probability while the network learns (default:"
              + " none).")
  private double dropout;

  /** As it was asked for. */
  Start start() {
    return Start.parse("--init", init).withDropout(dropout);
  }
}
