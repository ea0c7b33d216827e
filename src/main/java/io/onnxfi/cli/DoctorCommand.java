package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.CudaProbe;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.report.TextTable;
import io.onnxfi.run.Machine;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi doctor}: what works on this machine. */
@Command(
    name = "doctor",
    description = "Shows what works on this machine: frameworks, devices, versions, data.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 3 if a framework does not run."})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private DataFolder folder;

  @Spec private CommandSpec spec;

  /** One thing looked at. */
  private record Finding(String subject, boolean ok, String detail) {}

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    Map<String, Object> machine = Machine.describe();
    findings.add(
        new Finding(
            "machine",
            true,
            "%s, %d processors, %s %s, Java %s"
                .formatted(
                    machine.get("cpu"),
                    Runtime.getRuntime().availableProcessors(),
                    machine.get("os"),
                    machine.get("arch"),
                    machine.get("java"))));
    List<Finding> frameworks =
        BackendProviders.all().stream().map(DoctorCommand::framework).toList();
    findings.addAll(frameworks);
    findings.add(cuda());
    for (Dataset dataset : Datasets.all()) {
      findings.add(data(dataset));
    }
    Terminal.of(spec).print(json ? json(findings) : table(findings));
    return frameworks.stream().allMatch(Finding::ok) ? ExitCode.DONE : ExitCode.MISSING;
  }

  /** Starts a backend and lets it run a small network. */
  private static Finding framework(BackendProvider provider) {
    String title = provider.title();
    try (Backend backend = provider.open(BackendSettings.DEFAULT)) {
      OnnxModel model =
          Zoo.architecture("tiny_cnn", new ImageSize(3, 16, 16), 10).build(new RandomParameters(1));
      try (Session session = backend.open(model)) {
        session.run(List.of(Tensor.allocate(ElementType.FLOAT, Shape.of(1, 3, 16, 16))));
      }
      return new Finding(
          title,
          true,
          "version %s runs on %s"
              .formatted(
                  backend.description().get("version"), backend.description().get("device")));
    } catch (OnnxFiException | LinkageError | IllegalStateException e) {
      return new Finding(title, false, String.valueOf(e.getMessage()));
    }
  }

  private static Finding cuda() {
    try {
      CudaProbe probe = CudaProbe.run(0);
      return new Finding(
          "CUDA", probe.missing().isEmpty(), probe.missing().orElse(probe.deviceName()));
    } catch (OnnxFiException | LinkageError e) {
      return new Finding("CUDA", false, String.valueOf(e.getMessage()));
    }
  }

  private Finding data(Dataset dataset) {
    DataRoot root = folder.root();
    String subject = "data: " + dataset.name();
    try {
      return new Finding(subject, true, dataset.load(root, Split.TEST).toString());
    } catch (OnnxFiException e) {
      return new Finding(subject, false, e.getMessage());
    }
  }

  private static String table(List<Finding> findings) {
    TextTable table = new TextTable("", "", "").textColumns(3);
    findings.forEach(f -> table.row(f.ok() ? "ok" : "--", f.subject(), f.detail()));
    return table.render();
  }

  private static String json(List<Finding> findings) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("subject", finding.subject());
      entry.put("ok", finding.ok());
      entry.put("detail", finding.detail());
      entries.add(entry);
    }
    return Json.render(entries);
  }
}
