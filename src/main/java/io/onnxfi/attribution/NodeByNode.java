package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a model operator by operator, and meets the two frameworks at every operator that a fault
 * reaches. One session per operator and framework serves all faults.
 */
final class NodeByNode implements AutoCloseable {
  /** An operator with the descriptions of what it reads. */
  private record Key(int position, List<ValueInfo> given) {}

  private final Campaign campaign;
  private final Backend left;
  private final Backend right;
  private final Dataflow flow;
  private final Set<String> graphOutputs = new HashSet<>();
  private final Set<String> wide = new HashSet<>();
  private final Map<String, ElementType> types = new HashMap<>();
  private final Map<Key, OperatorPair> pairs = new HashMap<>();

  NodeByNode(Campaign campaign, Backend left, Backend right) {
    this.campaign = campaign;
    this.left = left;
    this.right = right;
    this.flow = new Dataflow(campaign.model());
    campaign.model().outputs().forEach(output -> graphOutputs.add(output.name()));
    for (int position = 0; position < flow.size(); position++) {
      Node node = flow.node(position);
      boolean isCast = node.opType().equals("Cast");
      if (isCast
          ? target(node) == ElementType.DOUBLE
          : node.reads().stream().anyMatch(wide::contains)) {
        wide.addAll(node.outputs());
      }
    }
  }

  /** Runs the images at these places of the campaign under a fault. */
  NodeRun run(EditSet edit, List<Integer> places) {
    try {
      NodeRun run = new NodeRun(places.size());
      List<Tensor> batch = ImageRuns.samples(campaign, places);
      Tensor swapped = walk(Optional.of(edit), batch, Optional.of(run));
      if (run.differs()) {
        Tensor golden = walk(Optional.empty(), batch, Optional.empty());
        Tensor alone = walk(Optional.of(edit), batch, Optional.empty());
        run.judged(observations(golden, swapped), observations(golden, alone));
      }
      return run;
    } catch (UnsupportedInputException e) {
      return NodeRun.unavailable(places.size(), e.getMessage());
    }
  }

  private Tensor walk(Optional<EditSet> edit, List<Tensor> samples, Optional<NodeRun> run) {
    OnnxModel model = campaign.model();
    Set<String> reached = edit.map(e -> flow.dependents(e.tensors())).orElse(Set.of());
    Map<String, Tensor> values = new HashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      values.put(model.inputs().get(i).name(), samples.get(i));
    }
    for (int position = 0; position < flow.size(); position++) {
      Node node = flow.node(position);
      List<String> wanted = node.outputs().stream().filter(this::isWanted).toList();
      if (wanted.isEmpty()) {
        continue;
      }
      OperatorPair pair = pair(node, wanted, values);
      List<Tensor> inputs = pair.inputs().stream().map(values::get).toList();
      List<Tensor> results = pair.runLeft(edit, inputs);
      if (run.isPresent() && pair.isComparable() && reached.contains(wanted.get(0))) {
        OperatorComparison comparison = new OperatorComparison(pair, edit, inputs, results.get(0));
        results = List.of(comparison.report(run.get(), samples.get(0).shape().dim(0)));
      }
      for (int i = 0; i < wanted.size(); i++) {
        values.put(wanted.get(i), results.get(i));
      }
      forget(node, values);
    }
    return values.get(model.outputs().get(0).name());
  }

  /** Values of float64 stay within the part that makes float32 of them again. */
  private boolean isWanted(String value) {
    return flow.isVarying(value)
        && !wide.contains(value)
        && (graphOutputs.contains(value) || !flow.users(value).isEmpty());
  }

  private void forget(Node node, Map<String, Tensor> values) {
    for (String input : node.reads()) {
      List<Integer> users = flow.users(input);
      if (!graphOutputs.contains(input) && users.get(users.size() - 1) == node.position()) {
        values.remove(input);
      }
    }
  }

  private OperatorPair pair(Node node, List<String> wanted, Map<String, Tensor> values) {
    List<ValueInfo> given =
        sources(node)
            .filter(values::containsKey)
            .distinct()
            .map(name -> describe(name, values.get(name)))
            .toList();
    List<ValueInfo> made =
        wanted.stream().map(name -> new ValueInfo(name, types().get(name), List.of())).toList();
    return pairs.computeIfAbsent(
        new Key(node.position(), given),
        key -> new OperatorPair(flow, node, given, made, left, right));
  }

  /** What a node reads, with what float64 values were made of in their place. */
  private Stream<String> sources(Node node) {
    return node.reads().stream()
        .flatMap(
            input ->
                wide.contains(input)
                    ? sources(flow.node(flow.producer(input).orElseThrow()))
                    : Stream.of(input));
  }

  private static ElementType target(Node cast) {
    int code = Math.toIntExact(cast.integer("to", ElementType.FLOAT.code()));
    return ElementType.ofCode(code).orElse(ElementType.FLOAT);
  }

  /** Images come in any number; the length of a list of integers is what it is. */
  private static ValueInfo describe(String name, Tensor tensor) {
    List<Long> dims = new ArrayList<>();
    for (long dim : tensor.shape().dims()) {
      dims.add(dim);
    }
    if (!dims.isEmpty() && tensor.type() == ElementType.FLOAT) {
      dims.set(0, ValueInfo.DYNAMIC);
    }
    return new ValueInfo(name, tensor.type(), dims);
  }

  /** The types of all values that are wanted anywhere, seen in a run of one sample. */
  private Map<String, ElementType> types() {
    if (types.isEmpty()) {
      List<String> names =
          campaign.model().nodes().stream()
              .flatMap(node -> node.outputs().stream())
              .filter(this::isWanted)
              .toList();
      try (Session session = left.open(flow.observing(names).model())) {
        List<Tensor> seen = session.run(campaign.samples(0, 1));
        for (int i = 0; i < seen.size(); i++) {
          types.put(names.get(i), seen.get(i).type());
        }
      }
    }
    return types;
  }

  private List<Observation> observations(Tensor golden, Tensor faulty) {
    int images = Math.toIntExact(golden.shape().dim(0));
    float[] without = golden.toFloatArray();
    float[] with = faulty.toFloatArray();
    int classes = without.length / images;
    List<Observation> observations = new ArrayList<>();
    for (int from = 0; from < without.length; from += classes) {
      observations.add(
          new Observation(
              campaign.judge(),
              Arrays.copyOfRange(without, from, from + classes),
              Arrays.copyOfRange(with, from, from + classes)));
    }
    return observations;
  }

  @Override
  public void close() {
    pairs.values().forEach(OperatorPair::close);
  }
}
