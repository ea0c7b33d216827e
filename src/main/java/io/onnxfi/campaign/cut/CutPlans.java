package io.onnxfi.campaign.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * How the faults of a campaign are run.
 *
 * @param plans in the order in which a golden cache can serve them
 * @param whole initializers for whose faults the whole model must run, and why
 * @param groups which faults are run alike
 * @param values shapes of everything at a cut
 */
record CutPlans(
    List<LayerPlan> plans, Map<String, String> whole, ValueKinds values, FaultGroups groups) {
  /** Nothing to run. */
  static final CutPlans NONE =
      new CutPlans(List.of(), Map.of(), new ValueKinds(Map.of()), new FaultGroups(List.of()));

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
   * @param struck what each changes
   */
  CutSchedule schedule(List<Integer> faults, IntFunction<Set<String>> struck) {
    Map<Set<String>, List<Integer>> byLayer = new LinkedHashMap<>();
    faults.forEach(
        place ->
            byLayer
                .computeIfAbsent(groups.of(struck.apply(place)), key -> new ArrayList<>())
                .add(place));
    List<CutSchedule.Layer> layers = new ArrayList<>();
    int used = 0;
    for (LayerPlan plan : plans) {
      List<Integer> own = byLayer.getOrDefault(plan.struck(), List.of());
      layers.add(new CutSchedule.Layer(plan, own));
      used = own.isEmpty() ? used : layers.size();
    }
    return new CutSchedule(layers.subList(0, used), values);
  }

  /** The others. */
  List<Integer> unplanned(List<Integer> faults, IntFunction<Set<String>> struck) {
    Set<Set<String>> cut = plans.stream().map(LayerPlan::struck).collect(Collectors.toSet());
    return faults.stream().filter(place -> !cut.contains(groups.of(struck.apply(place)))).toList();
  }
}
