package io.onnxfi.run;

import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.Prediction;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a quantised model says of test images, against the model that it was made of.
 *
 * @param source the model before
 * @param images labelled
 * @param normalization from pixels to what the model takes
 * @param batch images per run
 * @param settings how frameworks compute
 * @param threads batches run side by side
 */
public record QuantizationCheck(
    ModelSource source,
    LabelledImages images,
    Normalization normalization,
    int batch,
    BackendSettings settings,
    int threads) {

  /**
   * A row for each framework; one that cannot run the quantised model is named with the reason.
   *
   * @param quantized file of the model
   */
  public String text(Path quantized, List<BackendProvider> providers) {
    ModelSource made = new ModelSource(quantized, source.image(), source.output());
    TextTable table =
        new TextTable(
            "on " + images.name(), "right before", "right after", "other class", "largest change");
    Map<String, String> refused = new TreeMap<>();
    for (BackendProvider provider : providers) {
      try {
        GoldenOutputs before = outputs(source, provider);
        GoldenOutputs after = outputs(made, provider);
        table.row(
            title(source, provider),
            accuracy(before),
            accuracy(after),
            Figures.count(changed(before, after)),
            String.format(Locale.ROOT, "%.3g", difference(before.scores(), after.scores())));
      } catch (OnnxFiException e) {
        refused.put(provider.id(), e.getMessage());
      }
    }
    StringBuilder text = new StringBuilder(refused.size() < providers.size() ? table.render() : "");
    refused.forEach((id, why) -> text.append("%s: %s%n".formatted(id, why)));
    return text.toString();
  }

  private static String title(ModelSource source, BackendProvider provider) {
    return "%s in %s".formatted(source.name(), provider.id());
  }

  private GoldenOutputs outputs(ModelSource of, BackendProvider provider) {
    OnnxModel model = of.load(images);
    return new Evaluation(model, images, normalization, ModelSource.batch(model, batch))
        .measure(List.of(provider), settings, threads)
        .outputs()
        .values()
        .iterator()
        .next();
  }

  private static String accuracy(GoldenOutputs outputs) {
    return "%s (%s)"
        .formatted(
            Figures.percent(outputs.correct(), outputs.images()), Figures.count(outputs.correct()));
  }

  private static long changed(GoldenOutputs before, GoldenOutputs after) {
    float[] a = before.scores();
    float[] b = after.scores();
    int classes = a.length / before.images();
    long changed = 0;
    for (int from = 0; from < a.length; from += classes) {
      changed += Prediction.top1(a, from, classes) != Prediction.top1(b, from, classes) ? 1 : 0;
    }
    return changed;
  }

  private static float difference(float[] a, float[] b) {
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
