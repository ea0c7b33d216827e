package io.onnxfi.onnx;

import io.onnxfi.onnx.check.Inferred;
import io.onnxfi.onnx.check.ModelCheck;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the nodes of a model compute from its input: names, types and shapes, as far as they are
 * known before the model runs.
 *
 * <p>A value is found by its own name, by that of the node which computes it, or by the layer whose
 * weight that node has ({@code conv1}, as PyTorch's hooks see a module's output): the result of the
 * product, with its bias where that is a node of its own.
 */
public final class ComputedValues {
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, List<Value>> byNode = new HashMap<>();
  private final Map<String, Value> byLayer = new LinkedHashMap<>();
  private final Set<String> constant = new HashSet<>();

  private ComputedValues() {}

  /**
   * A value.
   *
   * @param name unique in the graph
   * @param node which computes it
   * @param type of its elements, if that is known
   * @param image its shape without the first axis, which counts images; nothing if that is not
   *     known, or it has no such axis
   */
  public record Value(String name, Node node, Optional<ElementType> type, Optional<Shape> image) {
    /** Checks that nothing is missing. */
    public Value {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(image, "image");
    }
  }

  /** The values of a model, in the order of its nodes. */
  public static ComputedValues of(OnnxModel model) {
    ComputedValues computed = new ComputedValues();
    Dataflow flow = new Dataflow(model);
    Map<String, Inferred> inferred = ModelCheck.infer(model.proto());
    long batch =
        model.inputs().stream()
            .filter(input -> !input.dims().isEmpty())
            .map(input -> input.dims().get(0))
            .findFirst()
            .orElse(ValueInfo.DYNAMIC);
    for (Node node : model.nodes()) {
      for (String output : node.outputs()) {
        if (flow.isVarying(output)) {
          Optional<Inferred> known = Optional.ofNullable(inferred.get(output));
          Value value =
              new Value(
                  output,
                  node,
                  known.map(Inferred::type),
                  known.flatMap(of -> image(of.dims(), batch)));
          computed.values.put(output, value);
          if (!node.name().isEmpty() && output.equals(node.outputs().get(0))) {
            computed.byNode.computeIfAbsent(node.name(), n -> new ArrayList<>(1)).add(value);
          }
        } else if (!output.isEmpty()) {
          computed.constant.add(output);
        }
      }
    }
    for (Weight weight : WeightTable.of(model).weights()) {
      List<Integer> meetings = flow.meetings(weight.stored().name());
      if (weight.isTrained() && !meetings.isEmpty()) {
        String result = result(model, flow, flow.node(meetings.get(0)));
        if (computed.values.containsKey(result)) {
          computed.byLayer.putIfAbsent(weight.layer(), computed.values.get(result));
        }
      }
    }
    return computed;
  }

  /** The shape behind the axis that counts images. */
  private static Optional<Shape> image(List<Long> dims, long batch) {
    boolean isBatched =
        !dims.isEmpty()
            && (batch == ValueInfo.DYNAMIC ? dims.get(0) < 0 : dims.get(0).equals(batch));
    List<Long> rest = isBatched ? dims.subList(1, dims.size()) : dims;
    return isBatched && rest.stream().allMatch(dim -> dim >= 0)
        ? Optional.of(Shape.of(rest.stream().mapToLong(Long::longValue).toArray()))
        : Optional.empty();
  }

  /** What a layer gives on: a product whose bias is added by the next node, with that. */
  private static String result(OnnxModel model, Dataflow flow, Node node) {
    String product = node.outputs().get(0);
    List<Integer> users = flow.users(product);
    if (!node.opType().equals("MatMul") || users.size() != 1) {
      return product;
    }
    Node next = flow.node(users.get(0));
    boolean addsBias =
        next.opType().equals("Add")
            && next.inputs().stream()
                .flatMap(input -> model.initializer(input).stream())
                .anyMatch(bias -> bias.shape().rank() == 1);
    return addsBias ? next.outputs().get(0) : product;
  }

  /** All values, in the order of the nodes. */
  public List<Value> values() {
    return List.copyOf(values.values());
  }

  /** What a name means: nothing, one value, or several that nodes of one name compute. */
  public List<Value> find(String name) {
    if (values.containsKey(name)) {
      return List.of(values.get(name));
    }
    List<Value> ofNodes = byNode.getOrDefault(name, List.of());
    return ofNodes.isEmpty() ? Optional.ofNullable(byLayer.get(name)).stream().toList() : ofNodes;
  }

  /** Whether this is a value that nodes compute from constants alone, the same for all inputs. */
  public boolean isConstant(String name) {
    return constant.contains(name);
  }

  /** All names that {@link #find} knows: of layers, then of nodes, then of values. */
  public List<String> names() {
    List<String> names = new ArrayList<>(byLayer.keySet());
    names.addAll(byNode.keySet());
    names.addAll(values.keySet());
    return names.stream().distinct().toList();
  }

  /** The layers whose results are known, in the order of their weights. */
  public Map<String, Value> layers() {
    return Collections.unmodifiableMap(byLayer);
  }
}
