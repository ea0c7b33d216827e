package io.onnxfi.cli;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Engine;
import io.onnxfi.campaign.Order;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.fault.FaultList;
import io.onnxfi.precision.Precision;
import io.onnxfi.sampling.CriticalRate;
import io.onnxfi.sampling.StoppingRule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a replay needs, checked before anything runs.
 *
 * @param campaign what is tried
 * @param list the rows of the campaign's faults, with published outcomes where there are any
 * @param manifest what is known about the run before the backends are described
 * @param out the run directory
 * @param engine how it is run
 * @param order in which the engine runs the faults
 * @param threads batches run side by side
 * @param verify share of the faults to run again with the plain engine, 0 for none
 * @param rate estimates the critical rate
 * @param rule when to stop, if before all faults
 * @param resume whether to go on with what the run directory has
 */
record ReplayPlan(
    Campaign campaign,
    FaultList list,
    Map<String, Object> manifest,
    Path out,
    Engine engine,
    Order order,
    int threads,
    double verify,
    CriticalRate rate,
    Optional<StoppingRule> rule,
    boolean resume) {
  /** Whether the run is meant to estimate a rate. */
  boolean isEstimate() {
    return rule.isPresent() || !campaign.sample().isAll();
  }

  /** Model, data and options for the manifest. */
  static Map<String, Object> manifest(
      Path model, Map<String, Object> faults, Campaign campaign, Precision precision) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("onnxfi", Version.current());
    manifest.put("model", file(model));
    manifest.put("faults", faults);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", campaign.images().name());
    data.put("split", "test");
    data.put("sha256", campaign.images().sha256());
    data.put("images", campaign.images().size());
    data.put("image", imageShape(campaign.images()));
    data.put("mean", campaign.normalization().mean());
    data.put("std", campaign.normalization().std());
    manifest.put("data", data);
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("batch", campaign.batch());
    options.put("nan_rule", campaign.nanRule().toString());
    if (!precision.isFull()) {
      options.put("precision", precision.toString());
    }
    manifest.put("options", options);
    return manifest;
  }

  /** The same files can be brought to different sizes. */
  private static List<Integer> imageShape(LabelledImages images) {
    return List.of(images.channels(), images.height(), images.width());
  }

  /** A file by name and content, so that the manifest holds on another machine. */
  static Map<String, Object> file(Path file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", String.valueOf(file.getFileName()));
    entry.put("sha256", Digests.sha256(file));
    return entry;
  }
}
