package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.TextTable;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What works on this machine.
 *
 * @param machine what it is
 * @param frameworks whether each runs a small network
 * @param accelerators what they can compute on besides the processor
 * @param data whether each data set can be read
 */
public record MachineCheck(
    Finding machine, List<Finding> frameworks, List<Finding> accelerators, List<Finding> data) {
  /** Copies. */
  public MachineCheck {
    frameworks = List.copyOf(frameworks);
    accelerators = List.copyOf(accelerators);
    data = List.copyOf(data);
  }

  /**
   * One thing looked at.
   *
   * @param subject what
   * @param ok whether it works
   * @param detail how, or why not
   */
  public record Finding(String subject, boolean ok, String detail) {}

  /**
   * Looks at everything; what does not work is a finding, never an exception.
   *
   * @param root where data sets lie
   */
  public static MachineCheck of(DataRoot root) {
    List<BackendProvider> providers = BackendProviders.all();
    return new MachineCheck(
        described(),
        providers.stream().map(MachineCheck::framework).toList(),
        providers.stream()
            .flatMap(provider -> provider.accelerator().stream())
            .map(found -> new Finding(found.name(), found.isUsable(), found.detail()))
            .toList(),
        Datasets.all().stream().map(dataset -> data(dataset, root)).toList());
  }

  private static Finding described() {
    Map<String, Object> machine = Machine.describe();
    return new Finding(
        "machine",
        true,
        "%s, %d processors, %s %s, Java %s"
            .formatted(
                machine.get("cpu"),
                Runtime.getRuntime().availableProcessors(),
                machine.get("os"),
                machine.get("arch"),
                machine.get("java")));
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

  private static Finding data(Dataset dataset, DataRoot root) {
    String subject = "data: " + dataset.name();
    try {
      return new Finding(subject, true, dataset.load(root, Split.TEST).toString());
    } catch (OnnxFiException e) {
      return new Finding(subject, false, e.getMessage());
    }
  }

  /** Whether every framework runs. */
  public boolean isSound() {
    return frameworks.stream().allMatch(Finding::ok);
  }

  /** All findings: the machine, frameworks, accelerators, data. */
  public List<Finding> findings() {
    return Stream.of(Stream.of(machine), frameworks.stream(), accelerators.stream(), data.stream())
        .flatMap(some -> some)
        .toList();
  }

  /** For people: a line per finding. */
  public String text() {
    TextTable table = new TextTable("", "", "").textColumns(3);
    findings().forEach(f -> table.row(f.ok() ? "ok" : "--", f.subject(), f.detail()));
    return table.render();
  }

  /** For programs: objects of {@code subject}, {@code ok} and {@code detail}. */
  public List<Map<String, Object>> json() {
    return findings().stream().map(MachineCheck::json).toList();
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("subject", finding.subject());
    entry.put("ok", finding.ok());
    entry.put("detail", finding.detail());
    return entry;
  }
}
