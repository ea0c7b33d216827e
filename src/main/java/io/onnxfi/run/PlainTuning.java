package io.onnxfi.run;

import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Stopwatch;
import io.onnxfi.injection.Injections;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the setting in which a backend runs the whole model fastest, by trying. */
final class PlainTuning {
  private static final int[] BATCHES = {25, 50, 100, 200};
  private static final int REPEATS = 3;
  private static final int IMAGES = 500;
  private static final int FINALISTS = 4;

  private final BackendSettings settings;
  private final int threads;
  private final RunListener listener;
  private final Map<Setting, Double> rates = new LinkedHashMap<>();

  PlainTuning(BackendSettings settings, int threads, RunListener listener) {
    this.settings = settings;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * A way to run the whole model.
   *
   * @param arrangement threads and optimisation level
   * @param batch images per run
   */
  record Setting(Arrangement arrangement, int batch) {
    Backend open() {
      return arrangement.opener().get();
    }

    int workers() {
      return arrangement.workers();
    }

    /** Whether it computes as the chosen settings do, bit by bit, if in the same batches. */
    boolean isChosen() {
      return arrangement.isChosen();
    }

    String label() {
      return arrangement.label() + ", batch " + batch;
    }

    /** The same campaign with this batch. */
    Campaign of(Campaign campaign) {
      return campaign.withBatch(batch);
    }
  }

  /** Times the fault-free run on some images in every setting, on all of them in the best few. */
  Setting fastest(BackendProvider provider, Campaign campaign) {
    Campaign clean = campaign.with(Injections.of(List.of()));
    int images = Math.min(IMAGES, campaign.workload().size());
    Campaign some = clean.with(campaign.workload().first(images));
    settings(provider, campaign).forEach(setting -> rates.put(setting, rate(setting, some)));
    List<Setting> finalists =
        rates.entrySet().stream()
            .sorted(Map.Entry.<Setting, Double>comparingByValue().reversed())
            .limit(FINALISTS)
            .map(Map.Entry::getKey)
            .toList();
    finalists.forEach(setting -> rates.put(setting, rate(setting, clean)));
    return finalists.stream().max(Comparator.comparingDouble(rates::get)).orElseThrow();
  }

  private double rate(Setting setting, Campaign clean) {
    double best = 0;
    try (Backend backend = setting.open()) {
      for (int i = 0; i < REPEATS; i++) {
        Stopwatch run =
            Stopwatch.run(PlainEngine.factory(setting.workers()), setting.of(clean), backend);
        best = Math.max(best, clean.workload().size() / run.seconds());
      }
    }
    listener.remark("%s: %s images/s".formatted(setting.label(), Figures.count(Math.round(best))));
    return best;
  }

  private List<Setting> settings(BackendProvider provider, Campaign campaign) {
    List<Setting> all = new ArrayList<>();
    for (Arrangement arrangement : provider.arrangements(settings, threads)) {
      int[] batches =
          arrangement.takesAnyBatch() && !campaign.hasFixedBatch()
              ? BATCHES
              : new int[] {campaign.batch()};
      for (int batch : batches) {
        all.add(new Setting(arrangement, batch));
      }
    }
    return all;
  }

  /** All settings with their rates. */
  String table() {
    TextTable table = new TextTable("whole model", "batch", "images/s");
    rates.forEach(
        (setting, rate) ->
            table.row(
                setting.arrangement().label(), setting.batch(), Figures.count(Math.round(rate))));
    return table.render() + "\n";
  }

  List<Map<String, Object>> json() {
    List<Map<String, Object>> json = new ArrayList<>();
    rates.forEach(
        (setting, rate) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("setting", setting.arrangement().label());
          entry.put("batch", setting.batch());
          entry.put("images_per_second", rate);
          json.add(entry);
        });
    return json;
  }
}
