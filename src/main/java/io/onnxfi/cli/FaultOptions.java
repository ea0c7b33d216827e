package io.onnxfi.cli;

import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.outcome.NanRule;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a row does to its bit, and how what comes of it is judged. */
final class FaultOptions {
  @Option(
      names = "--fault",
      paramLabel = "MODEL",
      defaultValue = "flip",
      description =
          "What happens at the site of a row, where the list does not name models: flip (as"
              + " published), stuck-at-0, stuck-at-1, burst:N, gaussian:ALPHA, … (default:"
              + " ${DEFAULT-VALUE}).")
  private String fault;

  @Mixin private ProfileOption profile;

  @Option(
      names = "--nan-rule",
      paramLabel = "RULE",
      defaultValue = "numpy",
      description =
          "numpy (as published: the first NaN is the prediction) or due (non-finite outputs count"
              + " as detected; default: ${DEFAULT-VALUE}).")
  private NanRule nanRule;

  FaultModel fault() {
    return FaultModels.parse("--fault", fault);
  }

  /** A profile of the model's activations. */
  Optional<Path> profile() {
    return profile.file();
  }

  NanRule nanRule() {
    return nanRule;
  }
}
