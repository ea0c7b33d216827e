package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Workers;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Plans the faults in values, one value after another: each plan goes on from what the one before
 * has computed.
 */
final class ValuePlans {
  private final Campaign campaign;
  private final Dataflow flow;
  private final FaithfulParts pieces;
  private final CutProbe probe;
  private final SecondCuts seconds;
  private final List<Integer> positions;
  private final List<LayerPlan> plans = new ArrayList<>();
  private final Map<String, String> unplanned = new LinkedHashMap<>();

  /** What the chain of plans has computed so far, and whether parts that begin there are pooled. */
  private Map<String, Tensor> state;

  private final Set<String> pooledValues = new HashSet<>();
  private int lastStart = -1;

  /**
   * Plans for a model.
   *
   * @param seconds finds the cuts behind the values
   * @param positions where the graph may be cut without separating what is computed as one
   */
  ValuePlans(
      Campaign campaign,
      Dataflow flow,
      FaithfulParts pieces,
      CutProbe probe,
      SecondCuts seconds,
      List<Integer> positions) {
    this.campaign = campaign;
    this.flow = flow;
    this.pieces = pieces;
    this.probe = probe;
    this.seconds = seconds;
    this.positions = positions;
    this.state = probe.samples();
  }

  /** The plans found, in the order in which a golden cache can serve them. */
  List<LayerPlan> plans() {
    return plans;
  }

  /** Values without a plan, and why. */
  Map<String, String> unplanned() {
    return unplanned;
  }

  /**
   * Finds plans.
   *
   * @param samples values in the order in which they are computed, with a fault in each
   * @param threads that may look at so many values at a time
   * @param isAffordable whether planning one more may cost what it costs
   */
  void plan(Map<String, Injection> samples, int threads, BooleanSupplier isAffordable) {
    List<String> values = List.copyOf(samples.keySet());
    try (Workers workers = new Workers(threads)) {
      for (int first = 0; first < values.size(); first += threads) {
        List<String> some = values.subList(first, Math.min(first + threads, values.size()));
        List<Callable<Optional<ValuePlanner>>> looks = new ArrayList<>();
        for (String value : some) {
          looks.add(() -> look(value, samples.get(value), isAffordable));
        }
        workers.run(looks).stream().flatMap(Optional::stream).forEach(this::add);
      }
    }
  }

  /** Looks at a value; nothing if there will be no plan. */
  private Optional<ValuePlanner> look(
      String value, Injection sample, BooleanSupplier isAffordable) {
    if (!isAffordable.getAsBoolean()) {
      refuse(value, CutPlanner.tooLarge(campaign));
      return Optional.empty();
    }
    List<String> behind = flow.live(flow.producer(value).orElse(-1));
    if (!behind.contains(value) || !pieces.values().kinds().keySet().containsAll(behind)) {
      refuse(value, CutPlanner.NO_CUT);
      return Optional.empty();
    }
    try {
      return Optional.of(new ValuePlanner(campaign, flow, pieces, probe, seconds, value, sample));
    } catch (RuntimeException e) {
      refuse(value, CutPlanner.reason(e));
      return Optional.empty();
    }
  }

  private synchronized void refuse(String value, String reason) {
    unplanned.put(value, reason);
  }

  /** Adds a plan for a value, if there is one. */
  private void add(ValuePlanner planner) {
    try {
      for (int start : CutPlanner.starts(positions, planner.made(), lastStart)) {
        Optional<LayerPlan> plan = planner.plan(start, state, pooledValues);
        if (plan.isPresent()) {
          plans.add(plan.get());
          state = probe.base(plan.get(), state);
          pooledValues.clear();
          pooledValues.addAll(plan.get().pooled());
          lastStart = start;
          return;
        }
      }
      refuse(planner.value(), CutPlanner.NO_CUT);
    } catch (RuntimeException e) {
      refuse(planner.value(), CutPlanner.reason(e));
    }
  }
}
