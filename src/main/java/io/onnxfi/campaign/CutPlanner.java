package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.fault.Fault;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.ElementEdit;
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
  private final Session whole;
  private final String input;
  private final List<Integer> positions;
  private final Values values;
  private final Tensor golden;
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
    this.whole = backend.open(campaign.model());
    this.kernels = backend.kernels(campaign.model());
    this.input = campaign.model().inputs().get(0).name();
    int images = Math.min(campaign.batch(), campaign.images().size());
    Tensor batch = campaign.images().batch(campaign.normalization(), 0, images);
    this.state = new LinkedHashMap<>(Map.of(input, batch));
    this.golden = whole.run(List.of(batch)).get(0);
    List<Integer> candidates = CutPositions.of(flow);
    Map<String, Tensor> seen = observe(candidates);
    this.positions = candidates.stream().filter(p -> hasBatches(p, seen, images)).toList();
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
    seen.putAll(run(part, state));
    return seen;
  }

  private boolean hasBatches(int position, Map<String, Tensor> seen, int images) {
    return flow.live(position).stream()
        .map(seen::get)
        .allMatch(
            tensor ->
                tensor.type() == ElementType.FLOAT
                    && tensor.shape().rank() > 0
                    && tensor.shape().dim(0) == images);
  }

  private Map<String, Tensor> run(GraphPart part, Map<String, Tensor> from) {
    try (Session session = backend.open(part.model())) {
      return run(part, session, from);
    }
  }

  private static Map<String, Tensor> run(
      GraphPart part, Session session, Map<String, Tensor> from) {
    List<Tensor> results = session.run(part.inputs().stream().map(from::get).toList());
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(part.outputs().get(i), results.get(i));
    }
    return named;
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
    Optional<Map<String, Tensor>> computed = check(plan, sample);
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

  /** The values at both cuts if the plan computes what the whole model does, with a fault too. */
  private Optional<Map<String, Tensor>> check(LayerPlan plan, Fault sample) {
    Map<String, Tensor> all = new LinkedHashMap<>(state);
    plan.advance().ifPresent(part -> all.putAll(run(part, all)));
    all.keySet().retainAll(plan.base());
    plan.rest().ifPresent(part -> all.putAll(run(part, all)));
    ElementEdit edit = Injector.edit(campaign.model(), sample);
    try (Session head = backend.open(plan.head().model())) {
      all.putAll(run(plan.head(), head, all));
      if (!sameNumbers(outputs(plan, all), golden)) {
        return Optional.empty();
      }
      Map<String, Tensor> faulty = new HashMap<>(all);
      try (Session edited = head.edited(edit)) {
        faulty.putAll(run(plan.head(), edited, all));
      }
      Tensor expected;
      try (Session edited = whole.edited(edit)) {
        List<Tensor> first =
            List.of(
                campaign.images().batch(campaign.normalization(), 0, (int) golden.shape().dim(0)));
        expected = edited.run(first).get(0);
      }
      return sameNumbers(outputs(plan, faulty), expected) ? Optional.of(all) : Optional.empty();
    }
  }

  private Tensor outputs(LayerPlan plan, Map<String, Tensor> values) {
    return plan.tail()
        .map(tail -> run(tail, values).get(output()))
        .orElseGet(() -> values.get(output()));
  }

  /** Equal to the bit, but for the payloads of NaNs, which no outcome depends on. */
  private static boolean sameNumbers(Tensor a, Tensor b) {
    float[] left = a.toFloatArray();
    float[] right = b.toFloatArray();
    for (int i = 0; i < left.length; i++) {
      if (Float.floatToIntBits(left[i]) != Float.floatToIntBits(right[i])) {
        return false;
      }
    }
    return left.length == right.length;
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
    whole.close();
  }
}
