package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.CutEngine;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.Order;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which frameworks, on what, with which options. */
final class BackendOptions {
  private static final long MEGABYTE = 1 << 20;
  private static final String EXPECTED = "ort or djl";
  private static final Set<String> KNOWN = Set.of("ort", "djl");

  @Option(
      names = "--backend",
      paramLabel = "ID",
      split = ",",
      defaultValue = "ort,djl",
      description = "ort (ONNX Runtime), djl (PyTorch) or both (default: ${DEFAULT-VALUE}).")
  private List<String> backends;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "cpu, cuda, cuda:N or auto, for ONNX Runtime; PyTorch stays on the processor (default:"
              + " ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--optimization",
      paramLabel = "LEVEL",
      defaultValue = "all",
      description =
          "ONNX Runtime's graph optimisation: none, basic, extended or all (default:"
              + " ${DEFAULT-VALUE}).")
  private Optimization optimization;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Batches run side by side (default: the number of processors).")
  private Integer threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "Images per run; where results do not depend on it, --engine cut tries other sizes;"
              + " a model that takes one number only gets that (default: ${DEFAULT-VALUE}).")
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
      description = "For the golden caches of --engine cut (default: a quarter of the machine's).")
  private Long memory;

  /** What these options are if nobody gives them. */
  static BackendOptions defaults() {
    return CommandLine.populateCommand(new BackendOptions());
  }

  /** The chosen engine. */
  Engine engine(Order order) {
    return switch (engine) {
      case "cut" -> new CutEngine(threads(), memoryBytes(), order);
      case "plain" -> new PlainEngine(threads(), order);
      default -> throw MalformedInputException.of("--engine", "cut or plain", "'" + engine + "'");
    };
  }

  /** A quarter of the machine, unless said otherwise; the JVM allows so much direct memory. */
  long memoryBytes() {
    long most = Runtime.getRuntime().maxMemory();
    if (memory == null) {
      return Math.min(most, Machine.memoryBytes() / 4);
    }
    if (memory < 1 || memory > most / MEGABYTE) {
      throw MalformedInputException.of(
          "--memory",
          "1 to %d MB (ONNXFI_JAVA_OPTIONS=-Xmx… raises that)".formatted(most / MEGABYTE),
          Long.toString(memory));
    }
    return memory * MEGABYTE;
  }

  /** Opens the chosen backends in the order given; the caller closes them. */
  List<Backend> open() {
    List<Backend> open = new ArrayList<>();
    ids().forEach(id -> open.add(open(id)));
    return open;
  }

  /**
   * The chosen backends, in the order given.
   *
   * @throws MalformedInputException if one is unknown or named twice
   */
  List<String> ids() {
    Set<String> seen = new HashSet<>();
    for (String id : backends) {
      if (!KNOWN.contains(id)) {
        throw MalformedInputException.of("--backend", EXPECTED, "'" + id + "'");
      }
      if (!seen.add(id)) {
        throw MalformedInputException.of("--backend", EXPECTED + " once", "'" + id + "' twice");
      }
    }
    return List.copyOf(backends);
  }

  /** Opens one backend; the caller closes it. */
  Backend open(String id) {
    return switch (id) {
      case "ort" -> OnnxRuntimeBackend.create(DeviceRequest.parse(device), optimization);
      case "djl" -> new DjlBackend();
      default -> throw MalformedInputException.of("--backend", EXPECTED, "'" + id + "'");
    };
  }

  Optimization optimization() {
    return optimization;
  }

  int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    return positive("--threads", count);
  }

  int batch() {
    return positive("--batch", batch);
  }

  /** Images per run of a model: its own number, if it takes no other. */
  int batch(OnnxModel model) {
    int asked = batch();
    List<ValueInfo> inputs = model.inputs();
    if (inputs.isEmpty() || inputs.get(0).dims().isEmpty()) {
      return asked;
    }
    long own = inputs.get(0).dims().get(0);
    return own > 0 && own <= Integer.MAX_VALUE ? (int) own : asked;
  }

  /** Says that a campaign has other batches than were asked for, if it has. */
  void noteBatch(Path model, Campaign campaign, Terminal terminal) {
    if (campaign.batch() != batch()) {
      terminal.notes(
          List.of(
              "%s: it takes %d images at a time and no other number; these are run, not --batch %d"
                  .formatted(model, campaign.batch(), batch())));
    }
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw MalformedInputException.of(option, "at least 1", Integer.toString(value));
    }
    return value;
  }
}
