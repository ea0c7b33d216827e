package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.injection.Injections;
import io.onnxfi.lowering.BatchNormFolding;
import io.onnxfi.lowering.IntegerModel;
import io.onnxfi.lowering.StaticIntegers;
import io.onnxfi.lowering.ValueRange;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.HalfPrecision;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.ModelPass;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.profile.Profiler;
import io.onnxfi.profile.ValueProfile;
import io.onnxfi.report.Figures;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.workload.ImageWorkload;
import io.onnxfi.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model in fewer bits: 8-bit integers over recorded ranges, or 16-bit floats.
 *
 * @param source the model, of floats
 * @param to {@link ElementType#INT8}, {@link ElementType#FLOAT16} or {@link ElementType#BFLOAT16}
 * @param data by which ranges are found; only integers need it
 * @param samples how many of its samples at most, the first ones
 * @param rule from what is recorded to ranges
 * @param weightBits of a weight in 8-bit integers, its sign among them
 * @param batch samples per run; a model that takes one number only gets that
 * @param threads that run batches side by side; they make no difference to the result
 */
public record Quantization(
    ModelSource source,
    ElementType to,
    Optional<WorkloadSource> data,
    int samples,
    RangeRule rule,
    int weightBits,
    int batch,
    int threads) {
  private static final int WHITE = 255;

  /** Checks that nothing is missing. */
  public Quantization {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(rule, "rule");
    if (to == ElementType.INT8 && data.isEmpty()) {
      throw new IllegalArgumentException("int8 needs data");
    }
  }

  /**
   * Makes the model. The same specification gives the same model, to the bit.
   *
   * @param listener told of what happens
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together, or
   *     the model cannot be quantised so
   */
  public OnnxModel make(RunListener listener) {
    OnnxModel model = source.load();
    String where = source.file().toString();
    if (to != ElementType.INT8) {
      ModelPass pass = new HalfPrecision(to);
      return described(pass.run(model, where), to.label());
    }
    int folded = BatchNormFolding.count(model);
    OnnxModel plain = folded == 0 ? model : BatchNormFolding.of(model);
    Workload recorded = calibration(model, listener);
    ModelPass pass = new StaticIntegers(ranges(plain, recorded, listener), weightBits);
    return described(
        pass.run(plain, where),
        "int8, weights of %d bits, ranges %s over %d samples of %s"
            .formatted(weightBits, rule, recorded.size(), recorded.name()));
  }

  private static OnnxModel described(OnnxModel model, String how) {
    return model.withMetadata(Map.of(Provenance.QUANTIZED, how));
  }

  /** Training images where there are any, else what there is. */
  private Workload calibration(OnnxModel model, RunListener listener) {
    WorkloadSource from = data.orElseThrow();
    Workload all;
    if (from instanceof DataSource images) {
      all = new ImageWorkload(images(images, listener), images.normalization(model.metadata()));
    } else {
      all = from.workload(model);
    }
    all.notes().forEach(listener::note);
    Workload some = all.first(Math.min(samples, all.size()));
    some.requireInputs(source.file().toString(), Question.bound(model, some).inputs());
    return some;
  }

  private static LabelledImages images(DataSource source, RunListener listener) {
    try {
      return source.dataset().load(source.root(), Split.TRAIN);
    } catch (MissingResourceException e) {
      listener.remark("The ranges are found on test images: " + e.getMessage());
      return source.load();
    }
  }

  private Map<String, ValueRange> ranges(OnnxModel plain, Workload recorded, RunListener listener) {
    OnnxModel asked = Question.bound(plain, recorded);
    Campaign campaign =
        new Campaign(
            asked,
            Injections.of(List.of()),
            recorded,
            ModelSource.batch(asked, batch),
            NanRule.NUMPY);
    Map<String, ValueRange> ranges = new HashMap<>(ofInputs(campaign));
    ComputedValues computed = ComputedValues.of(asked);
    BackendSettings exact = new BackendSettings(DeviceRequest.CPU, Optimization.NONE);
    try (Backend backend = BackendProviders.named("ort", "--backend").open(exact)) {
      Profiler profiler =
          new Profiler(
              campaign,
              backend,
              threads,
              images -> listener.profiling(backend.title(), images),
              listener::advanced);
      List<ComputedValues.Value> values =
          IntegerModel.activations(plain).stream()
              .flatMap(name -> computed.find(name).stream())
              .toList();
      for (ValueProfile value : profiler.measure(values, rule.ends())) {
        List<Double> ends = value.percentiles();
        if (!ends.isEmpty()) {
          ranges.put(
              value.name(), new ValueRange(ends.get(0).floatValue(), ends.get(1).floatValue()));
        }
      }
    }
    return ranges;
  }

  /** What the model takes: every colour there is, or what the arrays hold. */
  private Map<String, ValueRange> ofInputs(Campaign campaign) {
    Map<String, ValueRange> ranges = new HashMap<>();
    List<ValueInfo> inputs = campaign.inputs();
    if (campaign.workload() instanceof ImageWorkload images) {
      ranges.put(inputs.get(0).name(), ofPixels(images.normalization()));
      return ranges;
    }
    List<Tensor> all = campaign.samples(0, campaign.workload().size());
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).type() == ElementType.FLOAT) {
        float least = 0;
        float most = 0;
        for (float number : all.get(i).toFloatArray()) {
          least = Math.min(least, number);
          most = Math.max(most, number);
        }
        ranges.put(inputs.get(i).name(), new ValueRange(least, most));
      }
    }
    return ranges;
  }

  /** From black to white, over all channels. */
  public static ValueRange ofPixels(Normalization normalization) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int channel = 0; channel < normalization.channels(); channel++) {
      least = Math.min(least, normalization.apply(channel, 0));
      most = Math.max(most, normalization.apply(channel, WHITE));
    }
    return new ValueRange(least, most);
  }

  /** How many elements of each type a model stores, in one line for people. */
  public static String stored(OnnxModel model) {
    Map<ElementType, Long> elements = new TreeMap<>();
    long bytes = 0;
    for (Initializer initializer : model.initializers()) {
      elements.merge(initializer.type(), initializer.shape().size(), Long::sum);
      bytes += initializer.type().bytes(initializer.shape().size());
    }
    StringBuilder text = new StringBuilder();
    elements.forEach(
        (type, count) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(Figures.count(count))
                .append(' ')
                .append(type.label()));
    return text + String.format(Locale.ROOT, "; %.1f kB", bytes / 1e3);
  }
}
