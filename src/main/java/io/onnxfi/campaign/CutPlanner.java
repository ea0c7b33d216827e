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
  private static final Set<String> OPERATORS = Set.of("Conv", "Add", "Sub", "Mul", "Div");

  private final Campaign campaign;
  private final Dataflow flow;
  private final CutProbe probe;
  private final String input;
  private final List<Integer> positions;
  private final Pieces pieces;
  private final HeadNarrowing narrowing;
  private final List<LayerPlan> plans = new ArrayList<>();
  private final List<String> unplanned = new ArrayList<>();

  /** What the chain of plans has computed so far, and whether parts that begin there are pooled. */
  private Map<String, Tensor> state;

  private final Set<String> pooledValues = new HashSet<>();
  private int lastStart = -1;

  CutPlanner(Campaign campaign, Backend backend) {
    this.campaign = campaign;
    this.flow = new Dataflow(campaign.model());
    this.probe = new CutProbe(campaign, backend);
    this.input = campaign.model().inputs().get(0).name();
    this.state = new LinkedHashMap<>(Map.of(input, probe.batch()));
    List<Integer> candidates = CutPositions.of(flow);
    Map<String, Shape> shapes = new HashMap<>();
    observe(candidates)
        .forEach(
            (name, tensor) -> {
              if (isBatch(tensor)) {
                shapes.put(name, tensor.shape().withBatch(1));
              }
            });
    this.positions =
        candidates.stream().filter(p -> shapes.keySet().containsAll(flow.live(p))).toList();
    this.pieces =
        new Pieces(backend, flow, new Values(shapes), backend.kernels(campaign.model()), input);
    this.narrowing = new HeadNarrowing(campaign.model(), backend, flow, pieces);
  }

  /**
   * Runs the graph once with every value at a candidate cut as an output, and what narrow heads may
   * read, to see their shapes. Where integers are among them, with less.
   */
  private Map<String, Tensor> observe(List<Integer> candidates) {
    Set<String> crossing = new LinkedHashSet<>();
    candidates.forEach(position -> crossing.addAll(flow.live(position)));
    Set<String> everything = new LinkedHashSet<>(crossing);
    everything.addAll(operands());
    return Stream.of(everything, crossing)
        .map(this::observe)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> Map.of(input, probe.batch(), output(), probe.golden()));
  }

  private Optional<Map<String, Tensor>> observe(Set<String> names) {
    names.remove(input);
    try {
      Map<String, Tensor> seen = new HashMap<>(state);
      seen.putAll(probe.run(flow.observing(List.copyOf(names)), state));
      return Optional.of(seen);
    } catch (UnsupportedInputException e) {
      return Optional.empty(); // integers cannot be read
    }
  }

  /** What convolutions and sums read, which a narrow head may take as it is. */
  private List<String> operands() {
    return campaign.model().nodes().stream()
        .filter(node -> OPERATORS.contains(node.opType()))
        .flatMap(node -> node.inputs().stream())
        .filter(flow::isVarying)
        .toList();
  }

  /** Whether a value is floats with the images in the first axis. */
  private boolean isBatch(Tensor tensor) {
    return tensor.type() == ElementType.FLOAT
        && tensor.shape().rank() > 0
        && tensor.shape().dim(0) == probe.batch().shape().dim(0);
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
            initializer,
            base,
            advance,
            pieces.part(base, affected, startPool.get()).orElseThrow(),
            Optional.empty(),
            pieces.part(base, others, startPool.get()),
            last ? Optional.empty() : pieces.part(behind, List.of(output()), endPool.get()),
            Stream.of(startPool.get(), endPool.get())
                .flatMap(Set::stream)
                .collect(Collectors.toSet())));
  }

  /** Takes a plan if it computes what the whole model does. */
  private boolean accept(LayerPlan plan, Fault sample) {
    Optional<Map<String, Tensor>> computed = probe.check(plan, state, sample);
    computed.ifPresent(
        found -> {
          plans.add(plan.with(narrowing.narrow(plan, found, sample)));
          state = found;
          pooledValues.clear();
          pooledValues.addAll(plan.pooled());
        });
    return computed.isPresent();
  }

  private String output() {
    return campaign.model().outputs().get(0).name();
  }

  /** Shapes of all values at cuts. */
  Values values() {
    return pieces.values();
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
