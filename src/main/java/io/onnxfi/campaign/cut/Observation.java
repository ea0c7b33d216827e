package io.onnxfi.campaign.cut;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Channelwise;
import io.onnxfi.onnx.Dataflow;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Sees of what kinds the values are that plans hand on, in one run of the graph. */
record Observation(Campaign campaign, Dataflow flow, FaultGroups groups, CutProbe probe) {
  /**
   * Runs the graph once with every value at a candidate cut as an output, and what narrow heads may
   * read, to see their kinds. Where some cannot be read, with less.
   *
   * @param candidates positions of cuts
   */
  Map<String, ValueKinds.Kind> kinds(List<Integer> candidates) {
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
    probe.samples().forEach((name, batch) -> kinds.put(name, ValueKinds.Kind.of(batch)));
    kinds.put(campaign.output().name(), ValueKinds.Kind.of(probe.golden()));
    return kinds;
  }

  private Optional<Map<String, ValueKinds.Kind>> observe(Set<String> names) {
    List<String> inputs = campaign.inputNames();
    List<String> observed = names.stream().filter(name -> !inputs.contains(name)).toList();
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
}
