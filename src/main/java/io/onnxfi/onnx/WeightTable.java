package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything in a model that can be injected, as its graph uses it: the one place where names of
 * layers and orders of axes come from.
 *
 * <p>Weights stand in the order of the nodes that use them, then what nothing uses. Each is found
 * from the operators backwards, through what only hands elements on (Identity, Cast, Transpose,
 * DequantizeLinear, changes of shape); a tensor that several operators use is one weight.
 *
 * <p>What an index means depends on what is named:
 *
 * <ul>
 *   <li>The name of a value in the graph, such as an initializer's, means that value's own axes, as
 *       a viewer of the file shows them.
 *   <li>A layer's name, {@code fc} for {@code fc.weight}, means the operator's order: {@code [out,
 *       in/group, kH, kW]} or {@code [out, in]}, as in PyTorch and in the published lists, however
 *       the file has it.
 *   <li>{@code fc.weight} is both, the name of the value and PyTorch's name. Where the two differ,
 *       because the file has {@code [in, out]}, it has two meanings. In a file that PyTorch
 *       exported it has not: there a parameter that bears its own name is as PyTorch has it (what
 *       the exporter transposes, it renames).
 * </ul>
 *
 * <p>A layer whose weight has lost its name to folding is found by the module that its operator was
 * exported from, see {@link ModuleNames}.
 */
public final class WeightTable {
  /** What to say of a model without initializers. */
  public static final String NO_WEIGHTS = "it has no initializers";

  private final List<Weight> weights;
  private final Map<String, Weight> byInitializer = new HashMap<>();
  private final WeightNames names;

  private WeightTable(List<Weight> weights, WeightNames names) {
    this.weights = weights;
    this.names = names;
    weights.forEach(weight -> byInitializer.put(weight.stored().name(), weight));
  }

  /**
   * A weight, and an order of its axes.
   *
   * @param weight what is named
   * @param layout in which order it is indexed
   */
  public record Named(Weight weight, Layout layout) {}

  /** The weights of a model. */
  public static WeightTable of(OnnxModel model) {
    GraphProto graph = model.proto().getGraph();
    Map<String, List<ConstantUses.Use>> uses = new LinkedHashMap<>();
    ConstantUses.find(
        graph,
        model.initializers(),
        use ->
            uses.computeIfAbsent(use.view().constant().name(), name -> new ArrayList<>()).add(use));
    model.initializers().forEach(unused -> uses.putIfAbsent(unused.name(), List.of()));
    List<WeightUses> all = new ArrayList<>();
    uses.forEach(
        (name, found) -> all.add(new WeightUses(model.initializer(name).orElseThrow(), found)));
    WeightNames names = new WeightNames(all, new ModuleNames(graph), model.isFromPyTorch());
    return new WeightTable(
        IntStream.range(0, all.size()).mapToObj(names::described).toList(), names);
  }

  /** All weights, in the order of the nodes that use them. */
  public List<Weight> weights() {
    return weights;
  }

  /** The weight that an initializer holds. */
  public Optional<Weight> stored(String initializer) {
    return Optional.ofNullable(byInitializer.get(initializer));
  }

  /** What a name may mean: nothing, one weight in one order of axes, or several of either. */
  public List<Named> find(String name) {
    return names.find(name).stream()
        .map(place -> new Named(weights.get(place.weight()), place.layout()))
        .toList();
  }

  /** Every name of a layer that {@link #find} knows. */
  public List<String> layers() {
    return weights.stream().map(Weight::layer).toList();
  }
}
