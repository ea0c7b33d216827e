package io.onnxfi.study.aware;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.lowering.BatchNormFolding;
import io.onnxfi.lowering.IntegerModel;
import io.onnxfi.lowering.ValueRange;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.profile.ValueProfile;
import io.onnxfi.run.Accuracies;
import io.onnxfi.run.Accuracies.Subject;
import io.onnxfi.run.Quantization;
import io.onnxfi.run.RunListener;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs networks as compilers and runtimes make them, and compares what they say. */
final class Compilers implements AutoCloseable {
  private static final String RUNTIME = "ort";
  private static final String FRAMEWORK = "djl";

  private final AwareSpec spec;
  private final LabelledImages images;
  private final Supplier<LabelledImages> calibration;
  private final RunListener listener;
  private final Map<Optimization, Accuracies> runtimes = new EnumMap<>(Optimization.class);
  private final Map<OnnxModel, Map<String, ValueRange>> ranges = new HashMap<>();
  private Optional<Accuracies> framework = Optional.empty();
  private Optional<LabelledImages> calibrationImages = Optional.empty();

  /**
   * Opens nothing yet.
   *
   * @param images to be classified
   * @param calibration images by which ranges are found
   */
  Compilers(
      AwareSpec spec,
      LabelledImages images,
      Supplier<LabelledImages> calibration,
      RunListener listener) {
    this.spec = spec;
    this.images = images;
    this.calibration = calibration;
    this.listener = listener;
  }

  /**
   * What may change a bit of the results, by id of the framework: as they run the float32 graph.
   */
  Map<String, Object> describe() {
    Map<String, Object> described = new LinkedHashMap<>(runtime(Optimization.NONE).describe());
    described.putAll(framework().describe());
    return described;
  }

  /** Requires that model and images fit together. */
  void check(String name, OnnxModel model, Normalization normalization) {
    runtime(Optimization.NONE).check(subject(name, model, normalization));
  }

  private Accuracies runtime(Optimization level) {
    return runtimes.computeIfAbsent(
        level,
        at ->
            new Accuracies(
                List.of(RUNTIME), new BackendSettings(DeviceRequest.CPU, at), spec.execution()));
  }

  private Accuracies framework() {
    if (framework.isEmpty()) {
      framework =
          Optional.of(
              new Accuracies(List.of(FRAMEWORK), BackendSettings.DEFAULT, spec.execution()));
    }
    return framework.get();
  }

  private Subject subject(String name, OnnxModel model, Normalization normalization) {
    return new Subject(name, model, images, normalization, spec.batch());
  }

  /** What each lowering changes; one that a network does not stand is told, and left out. */
  Map<Lowering, Lowered> measure(
      String group, long seed, OnnxModel model, Normalization normalization, LoweredRuns known) {
    Map<Lowering, Lowered> measured = new LinkedHashMap<>();
    Subject asItIs = subject("%s, seed %d".formatted(group, seed), model, normalization);
    float[] scores = null;
    for (Lowering lowering : spec.compilers().lowerings()) {
      Optional<Lowered> there = known.get(group, seed, lowering);
      if (there.isEmpty()) {
        scores = scores == null ? scores(asItIs) : scores;
        there = lowered(asItIs, scores, lowering);
        there.ifPresent(now -> known.put(group, seed, lowering, now));
      }
      there.ifPresent(now -> measured.put(lowering, now));
    }
    return measured;
  }

  private float[] scores(Subject subject) {
    return runtime(Optimization.NONE).scores(RUNTIME, subject, listener);
  }

  private Optional<Lowered> lowered(Subject asItIs, float[] scores, Lowering lowering) {
    try {
      Subject subject =
          subject(
              "%s, %s".formatted(asItIs.name(), lowering.title()),
              model(asItIs, lowering),
              asItIs.normalization());
      Accuracies where = lowering.level().map(this::runtime).orElseGet(this::framework);
      where.check(subject);
      float[] found =
          where.scores(lowering.level().isPresent() ? RUNTIME : FRAMEWORK, subject, listener);
      return Optional.of(Lowered.of(scores, found, images.classes(), images.labels()));
    } catch (OnnxFiException e) {
      listener.remark("%s: %s".formatted(lowering.title(), e.getMessage()));
      return Optional.empty();
    }
  }

  private OnnxModel model(Subject subject, Lowering lowering) {
    OnnxModel model = subject.model();
    return switch (lowering) {
      case BASIC, EXTENDED, ALL, PYTORCH -> model;
      case FOLDED -> BatchNormFolding.of(model);
      case TF32, FP16, BF16 -> lowering.precision().applyTo(model);
      case DYNAMIC -> IntegerModel.ofEachBatch(BatchNormFolding.of(model));
      case STATIC, KERNELS -> {
        OnnxModel folded = BatchNormFolding.of(model);
        yield IntegerModel.ofRanges(folded, ranges(subject, folded));
      }
    };
  }

  /** Found once for each network. */
  private Map<String, ValueRange> ranges(Subject subject, OnnxModel folded) {
    return ranges.computeIfAbsent(subject.model(), model -> calibrated(subject, folded));
  }

  private Map<String, ValueRange> calibrated(Subject subject, OnnxModel folded) {
    List<String> values = IntegerModel.activations(folded);
    Map<String, ValueRange> ranges = new HashMap<>();
    folded
        .inputs()
        .forEach(input -> ranges.put(input.name(), Quantization.ofPixels(subject.normalization())));
    Subject calibrated =
        new Subject(
            subject.name() + ", ranges",
            folded,
            calibrationImages(),
            subject.normalization(),
            spec.batch());
    for (ValueProfile value :
        runtime(Optimization.NONE).spread(RUNTIME, calibrated, values, listener)) {
      ranges.put(
          value.name(),
          new ValueRange((float) value.whole().least(), (float) value.whole().most()));
    }
    return ranges;
  }

  private LabelledImages calibrationImages() {
    if (calibrationImages.isEmpty()) {
      calibrationImages = Optional.of(calibration.get());
    }
    return calibrationImages.get();
  }

  @Override
  public void close() {
    runtimes.values().forEach(Accuracies::close);
    framework.ifPresent(Accuracies::close);
  }
}
