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

/**
 * Plans the faults in one value: what the {@link SplitPieces} of the plain engine compute, without
 * running what is before the value again.
 */
final class ValuePlanner {
  private final Campaign campaign;
  private final Dataflow flow;
  private final FaithfulParts pieces;
  private final CutProbe probe;
  private final String value;
  private final SplitPieces split;
  private final List<String> behind;
  private final Map<String, Tensor> open;
  private final boolean isInner;
  private final Optional<SecondCut> second;

  /**
   * Looks at the value.
   *
   * @param seconds finds the cut behind it
   * @param sample a fault in the value
   */
  ValuePlanner(
      Campaign campaign,
      Dataflow flow,
      FaithfulParts pieces,
      CutProbe probe,
      SecondCuts seconds,
      String value,
      Injection sample) {
    this.campaign = campaign;
    this.flow = flow;
    this.pieces = pieces;
    this.probe = probe;
    this.value = value;
    this.behind = flow.live(made());
    Map<String, ValueInfo> known = new HashMap<>();
    pieces.values().describe(behind).forEach(info -> known.put(info.name(), info));
    this.split =
        SplitPieces.of(
            flow, campaign.inputs(), campaign.output(), known, List.of(value), pieces::isFaithful);
    Map<String, Tensor> images = probe.samples();
    this.open = new HashMap<>(images);
    this.open.putAll(probe.run(first(), images));
    Optional<SecondCutProbe> check =
        last().map(part -> new SecondCutProbe(probe, value, part, open, sample));
    Tensor scores = check.map(SecondCutProbe::golden).orElseGet(() -> open.get(output()));
    this.isInner =
        !split.pieces().stream().map(SplitPieces.Piece::part).allMatch(pieces::isFaithful)
            || !CutProbe.sameNumbers(scores, probe.golden());
    this.second =
        check.flatMap(found -> seconds.find(value, isInner, behind, last().orElseThrow(), found));
  }

  String value() {
    return value;
  }

  /** Position of the node that makes the value. */
  int made() {
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
    return new LayerPlan(
        Set.of(value),
        value,
        base,
        advance,
        head,
        second.flatMap(SecondCut::rest),
        second.map(SecondCut::tail).or(this::last),
        pool,
        new LayerPlan.Value(
            isInner, second.map(SecondCut::middle), second.flatMap(SecondCut::window)));
  }
}
