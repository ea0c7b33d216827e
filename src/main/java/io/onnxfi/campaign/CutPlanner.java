package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds, for each faulty initializer, cuts at which the pieces compute the same bits as the whole
 * model in this backend on this machine.
 *
 * <p>Candidates come from {@link CutPositions}, the nearest first. Each is tried on one batch,
 * without and with a real fault, against the whole model; only what is equal to the bit is used.
 * Where nothing is, the layer has no plan and its faults are for the plain engine.
 */
final class CutPlanner implements AutoCloseable {
  private static final int STARTS = 4;
  private static final int ENDS = 3;
  private static final int LAYOUT_RANK = 4;

  private final Campaign campaign;
  private final Backend backend;
  private final Dataflow flow;
  private final CutProbe probe;
  private final String input;
  private final List<Integer> positions;
  private final Values values;
  private final Set<String> kernels;
  private final List<LayerPlan> plans = new ArrayList<>();
  private final List<String> unplanned = new ArrayList<>();

  /** What the chain of plans has computed so far, and whether parts that begin there are pooled. */
  private Map<String, Tensor> state;

  private final Set<String> pooledValues = new HashSet<>();
  private int lastStart = -1;

  CutPlanner(Campaign campaign, Backend backend) {
    this.campaign = campaign;
    this.backend = backend;
    this.flow = new Dataflow(campaign.model());
    this.probe = new CutProbe(campaign, backend);
    this.kernels = backend.kernels(campaign.model());
    this.input = campaign.model().inputs().get(0).name();
    this.state = new LinkedHashMap<>(Map.of(input, probe.batch()));
    List<Integer> candidates = CutPositions.of(flow);
    Map<String, Tensor> seen = observe(candidates);
    this.positions = candidates.stream().filter(p -> hasBatches(p, seen)).toList();
    Map<String, Shape> shapes = new HashMap<>();
    seen.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    shapes.values().removeIf(shape -> shape.rank() == 0);
    shapes.replaceAll((name, shape) -> shape.withBatch(1));
    this.values = new Values(shapes);
  }

  /** Runs the graph once with every value at a candidate cut as an output, to see their shapes. */
  private Map<String, Tensor> observe(List<Integer> candidates) {
    Set<String> names = new LinkedHashSet<>();
    candidates.forEach(position -> names.addAll(flow.live(position)));
    names.remove(input);
    GraphPart part = flow.observing(List.copyOf(names));
    Map<String, Tensor> seen = new HashMap<>(state);
    try {
      seen.putAll(probe.run(part, state));
    } catch (UnsupportedInputException e) {
      // Integers cross some cut: only the ends of the graph are left to cut at.
      seen.put(output(), probe.golden());
    }
    return seen;
  }

  private boolean hasBatches(int position, Map<String, Tensor> seen) {
    long images = probe.batch().shape().dim(0);
    return flow.live(position).stream()
        .map(seen::get)
        .allMatch(
            tensor ->
                tensor != null
                    && tensor.type() == ElementType.FLOAT
                    && tensor.shape().rank() > 0
                    && tensor.shape().dim(0) == images);
  }

  /** Adds a plan for an initializer; initializers come in the order of their first users. */
  void plan(String initializer, Fault sample) {
    List<Integer> users = flow.users(initializer);
    if (users.isEmpty()) {
      unplanned.add(initializer);
      return;
    }
    int firstUser = users.get(0);
    int lastUser = users.get(users.size() - 1);
    List<Integer> starts =
        positions.stream()
            .filter(p -> p < firstUser && p >= lastStart)
            .sorted((a, b) -> b - a)
            .limit(STARTS)
            .toList();
    List<Integer> ends = positions.stream().filter(p -> p >= lastUser).limit(ENDS).toList();
    for (int start : starts) {
      for (int end : ends) {
        Optional<LayerPlan> plan = candidate(initializer, start, end);
        if (plan.isPresent() && accept(plan.get(), sample)) {
          lastStart = start;
          return;
        }
      }
    }
    unplanned.add(initializer);
  }

  /**
   * A plan with these cuts whose pieces are made of the whole model's operations, if there is one.
   */
  private Optional<LayerPlan> candidate(String initializer, int start, int end) {
    List<String> base = flow.live(start);
    List<String> behind = flow.live(end);
    Set<String> touched = flow.dependents(Set.of(initializer));
    List<String> affected = behind.stream().filter(touched::contains).toList();
    List<String> others =
        behind.stream().filter(name -> !touched.contains(name) && !base.contains(name)).toList();
    List<String> missing = base.stream().filter(name -> !state.containsKey(name)).toList();
    Optional<GraphPart> advance = part(List.copyOf(state.keySet()), missing, pooledValues);
    Optional<Set<String>> startPool =
        pool(base, pool -> Stream.of(part(base, affected, pool), part(base, others, pool)));
    boolean last = end == flow.size() - 1;
    Optional<Set<String>> endPool =
        last
            ? Optional.of(Set.of())
            : pool(behind, pool -> Stream.of(part(behind, List.of(output()), pool)));
    if (startPool.isEmpty() || endPool.isEmpty() || !advance.stream().allMatch(this::isFaithful)) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerPlan(
            initializer,
            base,
            advance,
            part(base, affected, startPool.get()).orElseThrow(),
            part(base, others, startPool.get()),
            last ? Optional.empty() : part(behind, List.of(output()), endPool.get()),
            Stream.of(startPool.get(), endPool.get())
                .flatMap(Set::stream)
                .collect(Collectors.toSet())));
  }

  /** Which inputs must be pooled so that the parts have only operations of the whole model. */
  private Optional<Set<String>> pool(
      List<String> inputs, Function<Set<String>, Stream<Optional<GraphPart>>> parts) {
    for (Set<String> pool : List.of(Set.<String>of(), images(inputs))) {
      boolean same = parts.apply(pool).flatMap(Optional::stream).allMatch(this::isFaithful);
      if (same) {
        return Optional.of(pool);
      }
    }
    return Optional.empty();
  }

  /** Whether a part is made of operations that the framework makes of the whole model too. */
  private boolean isFaithful(GraphPart part) {
    return kernels.containsAll(backend.kernels(part.model()));
  }

  /** Takes a plan if it computes what the whole model does. */
  private boolean accept(LayerPlan plan, Fault sample) {
    Optional<Map<String, Tensor>> computed = probe.check(plan, state, sample);
    computed.ifPresent(
        found -> {
          plans.add(plan);
          state = found;
          pooledValues.clear();
          pooledValues.addAll(plan.pooled());
        });
    return computed.isPresent();
  }

  private Optional<GraphPart> part(List<String> given, List<String> wanted, Set<String> pooled) {
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(flow.between(values.describe(given), values.describe(wanted), pooled));
  }

  /** Values that a runtime may keep in a blocked layout. */
  private Set<String> images(List<String> names) {
    Set<String> images = new HashSet<>();
    for (String name : names) {
      if (!name.equals(input) && values.shapes().get(name).rank() == LAYOUT_RANK) {
        images.add(name);
      }
    }
    return images;
  }

  private String output() {
    return campaign.model().outputs().get(0).name();
  }

  /** Shapes of all values at cuts. */
  Values values() {
    return values;
  }

  /** The plans in the order in which a golden cache can serve them. */
  List<LayerPlan> plans() {
    return List.copyOf(plans);
  }

  /** Initializers whose faults must be run by the plain engine. */
  List<String> unplanned() {
    return List.copyOf(unplanned);
  }

  /** Initializers in the order of their first users. */
  static List<String> inOrder(Dataflow flow, Stream<String> initializers) {
    return initializers
        .distinct()
        .sorted(
            (a, b) ->
                Integer.compare(
                    flow.users(a).stream().findFirst().orElse(-1),
                    flow.users(b).stream().findFirst().orElse(-1)))
        .toList();
  }

  Dataflow flow() {
    return flow;
  }

  @Override
  public void close() {
    probe.close();
  }
}
