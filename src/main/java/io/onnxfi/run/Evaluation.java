package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model without faults over labelled images, in each backend. */
public final class Evaluation {
  private final Campaign campaign;

  /**
   * What was measured.
   *
   * @param images name of the images
   * @param outputs by the framework's title
   */
  public record Scores(String images, Map<String, GoldenOutputs> outputs) {
    /** Copies, keeping the order. */
    public Scores {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** For people: accuracies, and by how much logits differ at most. */
    public String text() {
      TextTable table = new TextTable("clean accuracy on " + images, "correct", "of", "");
      outputs.forEach(
          (title, golden) ->
              table.row(
                  title,
                  Figures.count(golden.correct()),
                  Figures.count(golden.images()),
                  Figures.percent(golden.correct(), golden.images())));
      return table.render() + difference(List.copyOf(outputs.values()));
    }

    /** For programs: {@code correct} of {@code images} by the framework's title. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      outputs.forEach(
          (title, golden) -> {
            Map<String, Object> accuracy = new LinkedHashMap<>();
            accuracy.put("correct", golden.correct());
            accuracy.put("images", golden.images());
            json.put(title, accuracy);
          });
      return json;
    }
  }

  /**
   * An evaluation.
   *
   * @param batch images per run
   */
  public Evaluation(
      OnnxModel model, LabelledImages images, Normalization normalization, int batch) {
    this.campaign =
        new Campaign(model, Injections.of(List.of()), images, normalization, batch, NanRule.NUMPY);
  }

  /** The scores in some frameworks with usual settings or others. */
  public Scores measure(List<BackendProvider> providers, BackendSettings settings, int threads) {
    Map<String, GoldenOutputs> outputs = new LinkedHashMap<>();
    List<Backend> backends = new ArrayList<>();
    try {
      providers.forEach(provider -> backends.add(provider.open(settings)));
      Preflight preflight = new Preflight("model", campaign);
      preflight.check();
      backends.forEach(preflight::run);
      for (Backend backend : backends) {
        outputs.put(backend.title(), golden(backend, threads));
      }
    } finally {
      backends.forEach(Backend::close);
    }
    return new Scores(campaign.workload().name(), outputs);
  }

  private GoldenOutputs golden(Backend backend, int threads) {
    try (Engine engine = PlainEngine.factory(threads).open(campaign, backend, List.of())) {
      return engine.golden(0, campaign.workload().size());
    }
  }

  private static String difference(List<GoldenOutputs> outputs) {
    if (outputs.size() < 2) {
      return "";
    }
    float[] a = outputs.get(0).scores();
    float[] b = outputs.get(1).scores();
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return String.format(Locale.ROOT, " largest difference of any logit: %.3g%n", largest);
  }
}
