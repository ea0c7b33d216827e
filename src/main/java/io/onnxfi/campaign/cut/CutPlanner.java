package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds, for each group of faults, cuts at which the pieces compute the same bits as the whole
 * model in this backend on this machine.
 *
 * <p>Candidates come from {@link CutPositions}, the nearest first. Each is tried on one batch,
 * without and with a real fault, against the whole model; only what is equal to the bit is used.
 * Where nothing is, there is no plan and the faults are for the plain engine.
 */
final class CutPlanner {
  /** Why there is no plan where nothing went wrong. */
  static final String NO_CUT = "no cut around it reproduces the whole model's bits";

  /**
   * Why there is no plan for scales: ONNX Runtime computes with integers, and moves transpositions,
   * where scales are equal to others or their product and zero points to 0.
   */
  static final String SCALE = "a framework chooses its operations by scales and zero points";

  private static final int STARTS = 4;
  private static final int ENDS = 3;
  private static final int MOST_SAID = 300;

  /** How often the whole graph, or parts as large together, is opened: at first, for a layer. */
  private static final int AT_FIRST = 3;

  private static final int FOR_A_LAYER = 4;

  private final Campaign campaign;
  private final Dataflow flow;
  private final FaultGroups groups;
  private final CutProbe probe;
  private final Openings openings;
  private final List<Integer> positions;
  private final FaithfulParts pieces;
  private final HeadNarrowing narrowing;
  private final SecondCuts seconds;
  private final List<LayerPlan> plans = new ArrayList<>();
  private final Map<String, String> unplanned = new LinkedHashMap<>();

  /** What the chain of plans has computed so far, and whether parts that begin there are pooled. */
  private Map<String, Tensor> state;

  private final Set<String> pooledValues = new HashSet<>();
  private int lastStart = -1;

  private CutPlanner(
      Campaign campaign,
      Backend backend,
      CutProbe probe,
      Openings openings,
      Set<Set<String>> struck) {
    this.openings = openings;
    this.campaign = campaign;
    this.flow = flow(campaign.model(), struck);
    this.groups = FaultGroups.of(flow, struck);
    this.probe = probe;
    this.state = probe.samples();
    List<Integer> candidates = CutPositions.of(flow);
    Map<String, ValueKinds.Kind> kinds =
        new Observation(campaign, flow, groups, probe).kinds(candidates);
    this.positions = withKnown(candidates, kinds.keySet());
    this.pieces =
        new FaithfulParts(
            backend,
            flow,
            new ValueKinds(kinds),
            kernels(backend),
            campaign.inputNames(),
            openings);
    this.narrowing = new HeadNarrowing(campaign.model(), backend, flow, pieces);
    this.seconds = new SecondCuts(campaign, backend, flow, pieces, positions);
  }

  /** Numbers that integers stand for must be open to faults if any are in values. */
  private static Dataflow flow(OnnxModel model, Set<Set<String>> struck) {
    Dataflow flow = new Dataflow(model);
    boolean values = struck.stream().anyMatch(set -> FaultGroups.hasValue(flow, set));
    return values ? flow : Dataflow.ofIntegers(model);
  }

  /**
   * Plans the faults of a campaign. What goes wrong with a group of them leaves it to the plain
   * engine, and the reason is told; what goes wrong from the start leaves all of them to it.
   *
   * @param shared the faults of each set of initializers or values that some change
   * @param threads that may plan side by side
   */
  static CutPlans plan(
      Campaign campaign, Backend backend, Map<Set<String>, SharedFaults> shared, int threads) {
    if (shared.isEmpty()) {
      return CutPlans.NONE;
    }
    Openings openings = Openings.of(campaign);
    if (openings.forbid(campaign.model().nodes().size(), AT_FIRST + FOR_A_LAYER)) {
      return unplanned(shared.keySet(), tooLarge(campaign));
    }
    try (CutProbe probe = new CutProbe(campaign, backend, openings)) {
      CutPlanner planner = new CutPlanner(campaign, backend, probe, openings, shared.keySet());
      planner.plan(shared, threads);
      return new CutPlans(
          planner.plans, planner.unplanned, planner.pieces.values(), planner.groups);
    } catch (RuntimeException e) {
      return unplanned(shared.keySet(), reason(e));
    }
  }

  private void plan(Map<Set<String>, SharedFaults> shared, int threads) {
    Map<Set<String>, SharedFaults> faults = new HashMap<>();
    shared.forEach((set, own) -> faults.merge(groups.of(set), own, SharedFaults::and));
    groups.sets().stream()
        .filter(group -> faults.containsKey(group) && !FaultGroups.hasValue(flow, group))
        .forEach(group -> plan(group, faults.get(group)));
    Map<String, Injection> values = new LinkedHashMap<>();
    groups.sets().stream()
        .filter(group -> faults.containsKey(group) && FaultGroups.hasValue(flow, group))
        .forEach(group -> values.put(LayerPlan.label(group), faults.get(group).sample()));
    ValuePlans found = new ValuePlans(campaign, flow, pieces, probe, seconds, positions);
    found.plan(values, threads, () -> !openings.forbid(flow.size(), FOR_A_LAYER));
    plans.addAll(found.plans());
    unplanned.putAll(found.unplanned());
    shared.keySet().stream()
        .filter(set -> set.size() > 1 && FaultGroups.hasValue(flow, set))
        .forEach(set -> unplanned.put(LayerPlan.label(set), "activations are struck with others"));
  }

  private static CutPlans unplanned(Set<Set<String>> groups, String reason) {
    Map<String, String> all = new LinkedHashMap<>();
    groups.forEach(group -> all.put(LayerPlan.label(group), reason));
    return new CutPlans(List.of(), all, CutPlans.NONE.values(), CutPlans.NONE.groups());
  }

  static String tooLarge(Campaign campaign) {
    return "planning would take longer than it saves, for a graph of %d nodes"
        .formatted(campaign.model().nodes().size());
  }

  private Set<String> kernels(Backend backend) {
    openings.add(flow.size());
    return backend.kernels(campaign.model());
  }

  /** An input problem in its own words; anything else with its kind, for it may be a defect. */
  static String reason(RuntimeException e) {
    String text = e instanceof OnnxFiException ? e.getMessage() : e.toString();
    String line = text.lines().findFirst().orElse("");
    return "it cannot be cut: " + line.substring(0, Math.min(MOST_SAID, line.length()));
  }

  /** The cuts that only values of known kinds cross. */
  private List<Integer> withKnown(List<Integer> candidates, Set<String> known) {
    int[] against =
        flow.lifetimes().against(span -> known.contains(span.value()) ? span.made() : span.last());
    return candidates.stream().filter(position -> against[position + 1] == 0).toList();
  }

  /** Adds a plan for some initializers; groups come in the order of their first users. */
  private void plan(Set<String> initializers, SharedFaults faults) {
    String label = LayerPlan.label(initializers);
    List<Integer> users =
        initializers.stream().flatMap(name -> flow.meetings(name).stream()).sorted().toList();
    if (users.isEmpty()) {
      unplanned.put(label, "no operator applies it to images");
      return;
    }
    if (pieces.areOptimised() && initializers.stream().anyMatch(flow::isScale)) {
      unplanned.put(label, SCALE);
      return;
    }
    if (openings.forbid(flow.size(), FOR_A_LAYER)) {
      unplanned.put(label, tooLarge(campaign));
      return;
    }
    if (initializers.size() > 1 && isInVain(users.get(0), faults.count())) {
      unplanned.put(label, "so few faults there gain nothing");
      return;
    }
    try {
      int last = initializers.stream().mapToInt(flow::lastMeeting).max().orElseThrow();
      if (!isPlanned(initializers, users.get(0), last, faults.sample())) {
        unplanned.put(label, NO_CUT);
      }
    } catch (RuntimeException e) {
      unplanned.put(label, reason(e));
    }
  }

  /**
   * Whether running all from a node on, once without a fault and once for each, takes as long as
   * running the whole model for each.
   */
  private boolean isInVain(int first, int faults) {
    MultiplyAdds work = seconds.work();
    return (faults + 1.0) * work.from(first) > (double) faults * work.whole();
  }

  private boolean isPlanned(
      Set<String> initializers, int firstUser, int lastUser, Injection sample) {
    List<Integer> starts = starts(positions, firstUser, lastStart);
    List<Integer> ends = positions.stream().filter(p -> p >= lastUser).limit(ENDS).toList();
    for (int start : starts) {
      for (int end : ends) {
        Optional<LayerPlan> plan = candidate(initializers, start, end);
        if (plan.isPresent() && accept(plan.get(), sample)) {
          lastStart = start;
          return true;
        }
      }
    }
    return false;
  }

  /** Cuts before a node, the nearest first, not before one that was used. */
  static List<Integer> starts(List<Integer> positions, int before, int used) {
    return positions.stream()
        .filter(p -> p < before && p >= used)
        .sorted((a, b) -> b - a)
        .limit(STARTS)
        .toList();
  }

  /**
   * A plan with these cuts whose pieces are made of the whole model's operations, if there is one.
   */
  private Optional<LayerPlan> candidate(Set<String> initializers, int start, int end) {
    List<String> base = flow.live(start);
    List<String> behind = flow.live(end);
    Set<String> touched = flow.dependents(initializers, end);
    List<String> affected = behind.stream().filter(touched::contains).toList();
    List<String> others =
        behind.stream().filter(name -> !touched.contains(name) && !base.contains(name)).toList();
    List<String> missing = base.stream().filter(name -> !state.containsKey(name)).toList();
    if (affected.isEmpty()) {
      return Optional.empty(); // nothing that depends on it reaches the outputs
    }
    Optional<GraphPart> advance = pieces.part(List.copyOf(state.keySet()), missing, pooledValues);
    Optional<Set<String>> startPool =
        pieces.pool(
            base,
            pool -> Stream.of(pieces.part(base, affected, pool), pieces.part(base, others, pool)));
    boolean last = end == flow.size() - 1;
    Optional<Set<String>> endPool =
        last
            ? Optional.of(Set.of())
            : pieces.pool(behind, pool -> Stream.of(pieces.part(behind, List.of(output()), pool)));
    if (startPool.isEmpty()
        || endPool.isEmpty()
        || !advance.stream().allMatch(pieces::isFaithful)) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerPlan(
            initializers,
            FaultGroups.earliest(flow, initializers),
            base,
            advance,
            pieces.part(base, affected, startPool.get()).orElseThrow(),
            pieces.part(base, others, startPool.get()),
            last ? Optional.empty() : pieces.part(behind, List.of(output()), endPool.get()),
            Stream.of(startPool.get(), endPool.get())
                .flatMap(Set::stream)
                .collect(Collectors.toSet()),
            new LayerPlan.Weights(Optional.empty())));
  }

  /** Takes a plan if it computes what the whole model does. */
  private boolean accept(LayerPlan plan, Injection sample) {
    Optional<Map<String, Tensor>> computed = probe.check(plan, state, sample.edits());
    computed.ifPresent(
        found -> {
          plans.add(plan.with(narrowing.narrow(plan, found, sample.edits())));
          state = found;
          pooledValues.clear();
          pooledValues.addAll(plan.pooled());
        });
    return computed.isPresent();
  }

  private String output() {
    return campaign.model().outputs().get(0).name();
  }
}
