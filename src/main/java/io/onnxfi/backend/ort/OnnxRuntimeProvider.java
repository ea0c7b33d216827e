package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtEnvironment;
import io.onnxfi.backend.Accelerator;
import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Variant;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ONNX Runtime by the name {@code ort}. */
public final class OnnxRuntimeProvider implements BackendProvider {
  static final String ID = "ort";
  static final String TITLE = "ONNX Runtime";
  private static final String CUDA = "CUDA";
  static final String DEVICE = "device";
  static final String OPTIMIZATION = "optimization";

  /** Other than one, and no divisor of the usual sizes, so that sums are split elsewhere. */
  private static final int THREADS = 3;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return TITLE;
  }

  /** Naming the class loads nothing native. */
  @Override
  public String libraries() {
    return TITLE + " " + OrtEnvironment.class.getPackage().getImplementationVersion();
  }

  @Override
  public Backend open(BackendSettings settings) {
    return OnnxRuntimeBackend.create(settings.device(), settings.optimization());
  }

  @Override
  public Optional<Accelerator> accelerator() {
    try {
      CudaProbe probe = CudaProbe.run(0);
      boolean isUsable = probe.missing().isEmpty();
      return Optional.of(
          new Accelerator(CUDA, isUsable, probe.missing().orElse(probe.deviceName())));
    } catch (OnnxFiException | LinkageError e) {
      return Optional.of(new Accelerator(CUDA, false, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public BackendSettings settings(Map<String, String> description) {
    String device = needed(description, DEVICE).split(" ", 2)[0];
    String level = needed(description, OPTIMIZATION);
    return new BackendSettings(DeviceRequest.parse(device), optimization(level));
  }

  private static Optimization optimization(String level) {
    List<Optimization> all = List.of(Optimization.values());
    return all.stream()
        .filter(known -> known.toString().equals(level))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    "%s of %s".formatted(OPTIMIZATION, ID), "one of " + all, level));
  }

  private static String needed(Map<String, String> description, String key) {
    String value = description.get(key);
    if (value == null) {
      throw MalformedInputException.of("description of " + ID, "an entry " + key, "none");
    }
    return value;
  }

  /** The other levels; for single images also the plain graph on several threads. */
  @Override
  public List<Variant> variants(BackendSettings settings, int batch, Variant.Use use) {
    List<Variant> variants = new ArrayList<>();
    for (Optimization level : Optimization.values()) {
      if (level != settings.optimization()) {
        variants.add(
            new Variant(
                "optimisation level " + level,
                OnnxRuntimeBackend.create(settings.device(), level),
                batch));
      }
    }
    if (use == Variant.Use.SINGLE_IMAGES && settings.device().kind() == DeviceRequest.Kind.CPU) {
      variants.add(
          new Variant(
              "optimisation level none and %d threads".formatted(THREADS),
              OnnxRuntimeBackend.threaded(Optimization.NONE, THREADS),
              batch));
    }
    return variants;
  }

  /** Every level, with workers of one thread each or one worker of all threads. */
  @Override
  public List<Arrangement> arrangements(BackendSettings settings, int threads) {
    List<Arrangement> arrangements = new ArrayList<>();
    for (Optimization level : Optimization.values()) {
      arrangements.add(
          new Arrangement(
              "%s, %d workers with 1 thread".formatted(level, threads),
              () -> OnnxRuntimeBackend.threaded(level, 1),
              threads,
              level == settings.optimization(),
              true));
      if (threads > 1) {
        arrangements.add(
            new Arrangement(
                "%s, 1 worker with %d threads".formatted(level, threads),
                () -> OnnxRuntimeBackend.threaded(level, threads),
                1,
                false,
                true));
      }
    }
    return arrangements;
  }
}
