package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.backend.ort.Optimization;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.PlainEngine;
import io.onnxfi.campaign.Stopwatch;
import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds the setting in which a backend runs the whole model fastest, by trying. */
final class PlainTuning {
  private static final int[] BATCHES = {25, 50, 100, 200};
  private static final int REPEATS = 3;
  private static final int IMAGES = 500;
  private static final int FINALISTS = 4;

  private final BackendOptions options;
  private final Terminal terminal;
  private final Map<Setting, Double> rates = new LinkedHashMap<>();

  PlainTuning(BackendOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /**
   * A way to run the whole model.
   *
   * @param arrangement threads and optimisation level, in words
   * @param workers threads of our own
   * @param batch images per run
   * @param isChosen whether it computes as the chosen options do, bit by bit
   */
  record Setting(
      String arrangement, Supplier<Backend> opener, int workers, int batch, boolean isChosen) {
    Backend open() {
      return opener.get();
    }

    String label() {
      return arrangement + ", batch " + batch;
    }

    /** The same campaign with this batch. */
    Campaign of(Campaign campaign) {
      return campaign.withBatch(batch);
    }
  }

  /** Times the fault-free run on some images in every setting, on all of them in the best few. */
  Setting fastest(String id, Campaign campaign) {
    Campaign clean = campaign.withFaults(List.of());
    int images = Math.min(IMAGES, campaign.images().size());
    Campaign some = clean.withImages(campaign.images().first(images));
    settings(id, campaign).forEach(setting -> rates.put(setting, rate(setting, some)));
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
            Stopwatch.run(new PlainEngine(setting.workers()), setting.of(clean), backend);
        best = Math.max(best, clean.images().size() / run.seconds());
      }
    }
    terminal.remark("%s: %s images/s".formatted(setting.label(), Figures.count(Math.round(best))));
    return best;
  }

  private List<Setting> settings(String id, Campaign campaign) {
    int threads = options.threads();
    List<Setting> settings = new ArrayList<>();
    if (!id.equals("ort")) {
      String each = "%d workers with 1 thread".formatted(threads);
      settings.add(new Setting(each, () -> options.open(id), threads, campaign.batch(), true));
      return settings;
    }
    for (Optimization level : Optimization.values()) {
      for (int batch : campaign.hasFixedBatch() ? new int[] {campaign.batch()} : BATCHES) {
        settings.add(
            new Setting(
                "%s, %d workers with 1 thread".formatted(level, threads),
                () -> OnnxRuntimeBackend.threaded(level, 1),
                threads,
                batch,
                level == options.optimization()));
        if (threads > 1) {
          settings.add(
              new Setting(
                  "%s, 1 worker with %d threads".formatted(level, threads),
                  () -> OnnxRuntimeBackend.threaded(level, threads),
                  1,
                  batch,
                  false));
        }
      }
    }
    return settings;
  }

  /** All settings with their rates. */
  String table() {
    TextTable table = new TextTable("whole model", "batch", "images/s");
    rates.forEach(
        (setting, rate) ->
            table.row(setting.arrangement(), setting.batch(), Figures.count(Math.round(rate))));
    return table.render() + "\n";
  }

  List<Map<String, Object>> json() {
    List<Map<String, Object>> json = new ArrayList<>();
    rates.forEach(
        (setting, rate) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("setting", setting.arrangement());
          entry.put("batch", setting.batch());
          entry.put("images_per_second", rate);
          json.add(entry);
        });
    return json;
  }
}
