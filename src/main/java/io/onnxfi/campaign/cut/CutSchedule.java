package io.onnxfi.campaign.cut;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans with their faults, in the order in which a golden cache can serve them.
 *
 * @param layers plan by plan
 * @param values shapes of everything at a cut
 */
record CutSchedule(List<Layer> layers, ValueKinds values) {
  /** Copies. */
  CutSchedule {
    layers = List.copyOf(layers);
  }

  /**
   * A plan and the faults it serves.
   *
   * @param faults places in the campaign
   */
  record Layer(LayerPlan plan, List<Integer> faults) {
    Layer {
      faults = List.copyOf(faults);
    }

    /** ValueKinds held while this plan is served. */
    List<String> held() {
      Set<String> names = new LinkedHashSet<>(plan.base());
      names.addAll(plan.head().outputs());
      plan.middle().ifPresent(part -> names.addAll(part.outputs()));
      plan.rest().ifPresent(part -> names.addAll(part.outputs()));
      plan.narrow().flatMap(NarrowHead::sides).ifPresent(part -> names.addAll(part.outputs()));
      return List.copyOf(names);
    }
  }

  /** The last layer that is served. */
  Layer last() {
    return layers.get(layers.size() - 1);
  }

  /** The layers from that of a plan on; all, if there is none. */
  List<Layer> from(Optional<LayerPlan> plan) {
    int first = plan.map(this::place).orElse(0);
    return layers.subList(first, layers.size());
  }

  /** Whether nothing before the layer of a plan is served, and that layer is there. */
  boolean canBegin(LayerPlan plan) {
    int place = place(plan);
    return place >= 0 && layers.subList(0, place).stream().allMatch(l -> l.faults().isEmpty());
  }

  private int place(LayerPlan plan) {
    return layers.stream().map(layer -> layer.plan().struck()).toList().indexOf(plan.struck());
  }

  /** The most bytes that one image takes at any time, with a layer's values and the next one's. */
  long bytesPerImage() {
    long most = 0;
    long before = 0;
    for (Layer layer : layers) {
      long now =
          values.bytes(layer.held()) + layer.plan().narrow().map(n -> n.bytes(values)).orElse(0L);
      most = Math.max(most, now + before);
      before = now;
    }
    return most;
  }

  /** The same in parts with this many faults at most, in the order of the layers. */
  List<CutSchedule> parts(int most) {
    List<CutSchedule> parts = new ArrayList<>();
    List<Layer> open = new ArrayList<>();
    int count = 0;
    for (Layer layer : layers) {
      int taken = 0;
      while (taken < layer.faults().size()) {
        int now = Math.min(most - count, layer.faults().size() - taken);
        open.add(new Layer(layer.plan(), layer.faults().subList(taken, taken + now)));
        taken += now;
        count += now;
        if (count == most) {
          parts.add(new CutSchedule(open, values));
          open.replaceAll(before -> new Layer(before.plan(), List.of()));
          open.remove(open.size() - 1);
          count = 0;
        }
      }
      if (open.isEmpty() || !lastOf(open).equals(layer.plan().struck())) {
        open.add(new Layer(layer.plan(), List.of()));
      }
    }
    if (count > 0) {
      parts.add(new CutSchedule(open, values));
    }
    return parts;
  }

  private static Set<String> lastOf(List<Layer> layers) {
    return layers.get(layers.size() - 1).plan().struck();
  }
}
