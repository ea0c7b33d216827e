package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.SplitPieces;
import io.onnxfi.injection.Injection;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans the faults in one value: what the {@link SplitPieces} of the plain engine compute, without
 * running what is before the value again.
 */
final class ValuePlanner {
  private final Campaign campaign;
  private final Dataflow flow;
  private final FaithfulParts pieces;
  private final CutProbe probe;
  private final List<Integer> positions;
  private final String value;
  private final Injection sample;
  private final SplitPieces split;
  private final List<String> behind;
  private final Map<String, Tensor> open;
  private final boolean isInner;

  /**
   * Looks at the value.
   *
   * @param positions where the graph may be cut without separating what is computed as one
   * @param sample a fault in the value
   */
  ValuePlanner(
      Campaign campaign,
      Dataflow flow,
      FaithfulParts pieces,
      CutProbe probe,
      List<Integer> positions,
      String value,
      Injection sample) {
    this.campaign = campaign;
    this.flow = flow;
    this.pieces = pieces;
    this.probe = probe;
    this.positions = positions;
    this.value = value;
    this.sample = sample;
    this.behind = flow.live(made());
    Map<String, ValueInfo> known = new HashMap<>();
    pieces.values().describe(behind).forEach(info -> known.put(info.name(), info));
    this.split =
        SplitPieces.of(
            flow,
            campaign.input(),
            campaign.model().outputs().get(0),
            known,
            List.of(value),
            pieces::isFaithful);
    Map<String, Tensor> images = Map.of(campaign.input().name(), probe.batch());
    this.open = new HashMap<>(images);
    this.open.putAll(probe.run(first(), images));
    this.isInner =
        !split.pieces().stream().map(SplitPieces.Piece::part).allMatch(pieces::isFaithful)
            || !CutProbe.sameNumbers(scores(open), probe.golden());
  }

  private int made() {
    return flow.producer(value).orElseThrow();
  }

  private GraphPart first() {
    return split.pieces().get(0).part();
  }

  /** From the values behind the first piece to the scores; none if they are among them. */
  private Optional<GraphPart> last() {
    return split.pieces().stream().skip(1).map(SplitPieces.Piece::part).findFirst();
  }

  private String output() {
    return campaign.model().outputs().get(0).name();
  }

  private Tensor scores(Map<String, Tensor> values) {
    return last()
        .map(part -> probe.run(part, values).get(output()))
        .orElseGet(() -> values.get(output()));
  }

  /**
   * A plan whose head begins at a cut before the value.
   *
   * @param state values that the plan before leaves, on the images of the probe
   * @param pooledValues those of them behind which parts are pooled
   */
  Optional<LayerPlan> plan(int start, Map<String, Tensor> state, Set<String> pooledValues) {
    List<String> base = flow.live(start);
    List<String> missing = base.stream().filter(name -> !state.containsKey(name)).toList();
    List<String> computed = behind.stream().filter(name -> !base.contains(name)).toList();
    Optional<GraphPart> advance = pieces.part(List.copyOf(state.keySet()), missing, pooledValues);
    if (!advance.stream().allMatch(pieces::isFaithful)) {
      return Optional.empty();
    }
    Map<String, Tensor> reached = new HashMap<>(state);
    advance.ifPresent(part -> reached.putAll(probe.run(part, state)));
    for (Set<String> pool : List.of(Set.<String>of(), pieces.images(base))) {
      GraphPart head = pieces.part(base, computed, pool).orElseThrow();
      Map<String, Tensor> found = new HashMap<>(reached);
      found.putAll(probe.run(head, reached));
      if (behind.stream().allMatch(name -> isSame(name, found))) {
        return Optional.of(plan(base, advance, head, pool));
      }
    }
    return Optional.empty();
  }

  /** Values that the first piece does not yield are those of the images. */
  private boolean isSame(String name, Map<String, Tensor> found) {
    Tensor expected = open.getOrDefault(name, found.get(name));
    return CutProbe.sameNumbers(expected, found.get(name));
  }

  private LayerPlan plan(
      List<String> base, Optional<GraphPart> advance, GraphPart head, Set<String> pool) {
    Optional<Behind> further = further();
    return new LayerPlan(
        Set.of(value),
        value,
        isInner ? LayerPlan.Kind.INNER_VALUE : LayerPlan.Kind.VALUE,
        base,
        advance,
        head,
        Optional.empty(),
        further.map(Behind::middle),
        further.flatMap(Behind::rest),
        further.map(Behind::tail).or(this::last),
        pool);
  }

  /**
   * A second cut behind the value.
   *
   * @param middle from the values behind the value to those at the cut that depend on it
   * @param rest the others there that are not there yet
   * @param tail from the cut to the scores
   */
  private record Behind(GraphPart middle, Optional<GraphPart> rest, GraphPart tail) {}

  /**
   * The cut behind what a framework computes as one with the value: images in which nothing arrives
   * there need no tail.
   */
  private Optional<Behind> further() {
    Optional<Integer> end =
        positions.stream().filter(p -> p > made() && !positions.contains(made())).findFirst();
    if (end.isEmpty() || end.get() == flow.size() - 1 || last().isEmpty()) {
      return Optional.empty();
    }
    List<String> then = flow.live(end.get());
    Set<String> touched = flow.dependents(Set.of(value), end.get());
    List<String> affected = then.stream().filter(touched::contains).toList();
    List<String> others =
        then.stream().filter(name -> !touched.contains(name) && !behind.contains(name)).toList();
    Optional<Set<String>> pool =
        pieces.pool(then, pooled -> Stream.of(pieces.part(then, List.of(output()), pooled)));
    if (affected.isEmpty() || pool.isEmpty()) {
      return Optional.empty();
    }
    Behind found =
        new Behind(
            pieces.part(behind, affected, Set.of()).orElseThrow(),
            pieces.part(behind, others, Set.of()),
            pieces.part(then, List.of(output()), pool.get()).orElseThrow());
    return Stream.of(Injection.NONE, sample).allMatch(fault -> isExact(found, fault))
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Whether both cuts give what the last piece does. */
  private boolean isExact(Behind cut, Injection injection) {
    Map<String, Tensor> faulty = new HashMap<>(open);
    faulty.put(value, probe.changed(injection, value, open.get(value)));
    Map<String, Tensor> then = new HashMap<>(faulty);
    then.putAll(probe.run(cut.middle(), faulty));
    cut.rest().ifPresent(part -> then.putAll(probe.run(part, faulty)));
    return CutProbe.sameNumbers(probe.run(cut.tail(), then).get(output()), scores(faulty));
  }
}
