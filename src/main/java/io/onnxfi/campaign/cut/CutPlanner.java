package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.Channelwise;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final String input;
  private final List<Integer> positions;
  private final FaithfulParts pieces;
  private final HeadNarrowing narrowing;
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
    this.flow = new Dataflow(campaign.model());
    this.groups = FaultGroups.of(flow, struck);
    this.probe = probe;
    this.input = campaign.input().name();
    this.state = new LinkedHashMap<>(Map.of(input, probe.batch()));
    List<Integer> candidates = CutPositions.of(flow);
    Map<String, ValueKinds.Kind> kinds = observe(candidates);
    this.positions = withKnown(candidates, kinds.keySet());
    this.pieces =
        new FaithfulParts(backend, flow, new ValueKinds(kinds), kernels(backend), input, openings);
    this.narrowing = new HeadNarrowing(campaign.model(), backend, flow, pieces);
  }

  /**
   * Plans the faults of a campaign. What goes wrong with a group of them leaves it to the plain
   * engine, and the reason is told; what goes wrong from the start leaves all of them to it.
   *
   * @param samples a fault for each set of initializers that one changes
   */
  static CutPlans plan(Campaign campaign, Backend backend, Map<Set<String>, Injection> samples) {
    if (samples.isEmpty()) {
      return CutPlans.NONE;
    }
    Openings openings = Openings.of(campaign);
    if (openings.forbid(campaign.model().nodes().size(), AT_FIRST + FOR_A_LAYER)) {
      return unplanned(samples.keySet(), tooLarge(campaign));
    }
    try (CutProbe probe = new CutProbe(campaign, backend, openings)) {
      CutPlanner planner = new CutPlanner(campaign, backend, probe, openings, samples.keySet());
      planner.plan(samples);
      return new CutPlans(
          planner.plans, planner.unplanned, planner.pieces.values(), planner.groups);
    } catch (RuntimeException e) {
      return unplanned(samples.keySet(), reason(e));
    }
  }

  private void plan(Map<Set<String>, Injection> samples) {
    groups.sets().stream()
        .filter(group -> !FaultGroups.hasValue(flow, group))
        .forEach(group -> plan(group, sample(group, samples)));
    state = new LinkedHashMap<>(Map.of(input, probe.batch()));
    pooledValues.clear();
    lastStart = -1;
    groups.sets().stream()
        .filter(group -> FaultGroups.hasValue(flow, group))
        .forEach(group -> plan(group, sample(group, samples)));
    samples.keySet().stream()
        .filter(set -> set.size() > 1 && FaultGroups.hasValue(flow, set))
        .forEach(set -> unplanned.put(LayerPlan.label(set), "activations are struck with others"));
  }

  private Injection sample(Set<String> group, Map<Set<String>, Injection> samples) {
    return samples.values().stream()
        .filter(injection -> groups.of(injection).equals(group))
        .findFirst()
        .orElseThrow();
  }

  private static CutPlans unplanned(Set<Set<String>> groups, String reason) {
    Map<String, String> all = new LinkedHashMap<>();
    groups.forEach(group -> all.put(LayerPlan.label(group), reason));
    return new CutPlans(List.of(), all, CutPlans.NONE.values(), CutPlans.NONE.groups());
  }

  private static String tooLarge(Campaign campaign) {
    return "planning would take longer than it saves, for a graph of %d nodes"
        .formatted(campaign.model().nodes().size());
  }

  private Set<String> kernels(Backend backend) {
    openings.add(flow.size());
    return backend.kernels(campaign.model());
  }

  /** An input problem in its own words; anything else with its kind, for it may be a defect. */
  private static String reason(RuntimeException e) {
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

  /**
   * Runs the graph once with every value at a candidate cut as an output, and what narrow heads may
   * read, to see their kinds. Where some cannot be read, with less.
   */
  private Map<String, ValueKinds.Kind> observe(List<Integer> candidates) {
    Set<String> crossing = flow.lifetimes().crossing(candidates);
    Set<String> everything = new LinkedHashSet<>(crossing);
    everything.addAll(operands());
    List<Integer> open =
        groups.sets().stream()
            .filter(set -> FaultGroups.hasValue(flow, set))
            .flatMap(set -> flow.producer(set.iterator().next()).stream().boxed())
            .toList();
    everything.addAll(flow.lifetimes().crossing(open));
    Map<String, ValueKinds.Kind> kinds = new HashMap<>();
    Stream.of(everything, crossing)
        .map(this::observe)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(kinds::putAll);
    kinds.put(input, ValueKinds.Kind.of(probe.batch()));
    kinds.put(output(), ValueKinds.Kind.of(probe.golden()));
    return kinds;
  }

  private Optional<Map<String, ValueKinds.Kind>> observe(Set<String> names) {
    List<String> observed = names.stream().filter(name -> !name.equals(input)).toList();
    try {
      return Optional.of(probe.kinds(flow.observing(observed)));
    } catch (UnsupportedInputException e) {
      return Optional.empty(); // not everything that runs can be read
    }
  }

  /** What convolutions and sums read, which a narrow head may take as it is. */
  private List<String> operands() {
    return campaign.model().nodes().stream()
        .filter(Channelwise::mayBegin)
        .flatMap(node -> node.reads().stream())
        .filter(flow::isVarying)
        .toList();
  }

  /** Adds a plan for some initializers; groups come in the order of their first users. */
  private void plan(Set<String> initializers, Injection sample) {
    String label = LayerPlan.label(initializers);
    boolean isValue = FaultGroups.hasValue(flow, initializers);
    List<Integer> users =
        isValue
            ? flow.producer(label).stream().boxed().toList()
            : initializers.stream().flatMap(name -> flow.meetings(name).stream()).sorted().toList();
    if (users.isEmpty()) {
      unplanned.put(label, "no operator applies it to images");
      return;
    }
    if (openings.forbid(flow.size(), FOR_A_LAYER)) {
      unplanned.put(label, tooLarge(campaign));
      return;
    }
    try {
      boolean isPlanned =
          isValue
              ? isPlanned(label, users.get(0), sample)
              : isPlanned(initializers, users.get(0), users.get(users.size() - 1), sample);
      if (!isPlanned) {
        unplanned.put(label, "no cut around it reproduces the whole model's bits");
      }
    } catch (RuntimeException e) {
      unplanned.put(label, reason(e));
    }
  }

  private boolean isPlanned(
      Set<String> initializers, int firstUser, int lastUser, Injection sample) {
    List<Integer> starts = starts(firstUser);
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

  /** Cuts before a node, the nearest first. */
  private List<Integer> starts(int before) {
    return positions.stream()
        .filter(p -> p < before && p >= lastStart)
        .sorted((a, b) -> b - a)
        .limit(STARTS)
        .toList();
  }

  /** Adds a plan for a value, if there is one. */
  private boolean isPlanned(String value, int made, Injection sample) {
    List<String> behind = flow.live(made);
    if (!behind.contains(value) || !pieces.values().kinds().keySet().containsAll(behind)) {
      return false;
    }
    ValuePlanner planner =
        new ValuePlanner(campaign, flow, pieces, probe, positions, value, sample);
    for (int start : starts(made)) {
      Optional<LayerPlan> plan = planner.plan(start, state, pooledValues);
      if (plan.isPresent()) {
        plans.add(plan.get());
        state = probe.base(plan.get(), state);
        pooledValues.clear();
        pooledValues.addAll(plan.get().pooled());
        lastStart = start;
        return true;
      }
    }
    return false;
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
            LayerPlan.Kind.WEIGHTS,
            base,
            advance,
            pieces.part(base, affected, startPool.get()).orElseThrow(),
            Optional.empty(),
            Optional.empty(),
            pieces.part(base, others, startPool.get()),
            last ? Optional.empty() : pieces.part(behind, List.of(output()), endPool.get()),
            Stream.of(startPool.get(), endPool.get())
                .flatMap(Set::stream)
                .collect(Collectors.toSet())));
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
