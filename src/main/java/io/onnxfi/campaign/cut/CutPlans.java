package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the faults of each initializer are run.
 *
 * @param plans in the order in which a golden cache can serve them
 * @param whole initializers for whose faults the whole model must run, and why
 * @param values shapes of everything at a cut
 */
record CutPlans(List<LayerPlan> plans, Map<String, String> whole, ValueKinds values) {
  /** Nothing to run. */
  static final CutPlans NONE = new CutPlans(List.of(), Map.of(), new ValueKinds(Map.of()));

  /** Copies. */
  CutPlans {
    plans = List.copyOf(plans);
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
  }

  int layers() {
    return plans.size();
  }

  /**
   * The faults that can be cut, under their plans, as far as the last layer with any.
   *
   * @param faults places in the campaign
   */
  CutSchedule schedule(Campaign campaign, List<Integer> faults) {
    Map<String, List<Integer>> byLayer = new LinkedHashMap<>();
    faults.forEach(
        place ->
            byLayer
                .computeIfAbsent(initializer(campaign, place), name -> new ArrayList<>())
                .add(place));
    List<CutSchedule.Layer> layers = new ArrayList<>();
    int used = 0;
    for (LayerPlan plan : plans) {
      List<Integer> own = byLayer.getOrDefault(plan.initializer(), List.of());
      layers.add(new CutSchedule.Layer(plan, own));
      used = own.isEmpty() ? used : layers.size();
    }
    return new CutSchedule(layers.subList(0, used), values);
  }

  /** The others. */
  List<Integer> unplanned(Campaign campaign, List<Integer> faults) {
    Set<String> cut = plans.stream().map(LayerPlan::initializer).collect(Collectors.toSet());
    return faults.stream().filter(place -> !cut.contains(initializer(campaign, place))).toList();
  }

  private static String initializer(Campaign campaign, int place) {
    return campaign.edits().get(place).initializer();
  }
}
