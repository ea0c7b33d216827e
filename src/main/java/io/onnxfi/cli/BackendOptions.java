package io.onnxfi.cli;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.Evaluation;
import io.onnxfi.run.Execution;
import io.onnxfi.run.Execution.EngineKind;
import io.onnxfi.run.ListSource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.WorkloadSource;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which frameworks, on what, with which options. */
final class BackendOptions {
  @Mixin private FrameworkOption frameworks;

  @Mixin private ComputeOptions compute;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "Images per batch; where results do not depend on it, --engine cut tries other sizes;"
              + " a model with a fixed batch size gets that (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "cut",
      description =
          "cut (computes only what a fault can change; same results) or plain (the whole model for"
              + " every fault; default: ${DEFAULT-VALUE}).")
  private String engine;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description =
          "Memory for the golden caches of --engine cut (default: a quarter of the machine's).")
  private Long memory;

  /** What these options are if nobody gives them. */
  static BackendOptions defaults() {
    return CommandLine.populateCommand(new BackendOptions());
  }

  /** Ids of the chosen frameworks, in the order given. */
  List<String> ids() {
    return frameworks.ids();
  }

  /** A campaign in these frameworks, as far as it is decided here. */
  CampaignSpec.Builder campaign(ModelSource model, Path faults, WorkloadSource data) {
    return CampaignSpec.of(model, ListSource.of(faults), data)
        .backends(ids().toArray(String[]::new))
        .settings(compute.settings())
        .batch(batch());
  }

  /** A model without faults over some images in these frameworks. */
  Evaluation.Scores evaluate(OnnxModel model, LabelledImages images, Normalization normalization) {
    return new Evaluation(model, images, normalization, batch())
        .measure(frameworks.providers(), compute.settings(), compute.threads());
  }

  /**
   * How a run is carried out.
   *
   * @param isShuffled whether faults come in random order
   * @param verify share of the faults to be run again with the plain engine
   */
  Execution execution(boolean isShuffled, double verify) {
    return new Execution(
        EngineKind.parse(engine, "--engine"),
        compute.threads(),
        memory == null ? Execution.usualMemory() : Execution.megabytes(memory, "--memory"),
        isShuffled,
        verify);
  }

  /** How the frameworks compute. */
  BackendSettings settings() {
    return compute.settings();
  }

  int batch() {
    return ComputeOptions.positive("--batch", batch);
  }
}
