package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.onnx.WeightTable.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model that a list is drawn from.
 *
 * @param pools their sites; of each tensor that has any
 * @param weights those of them that the model holds
 * @param matches what each filter has chosen, a line each
 */
record Pools(List<Pool> pools, List<Weight> weights, List<String> matches) {
  Pools {
    pools = List.copyOf(pools);
    weights = List.copyOf(weights);
    matches = List.copyOf(matches);
  }

  /**
   * Finds the tensors.
   *
   * @throws MalformedInputException if a filter chooses nothing
   * @throws UnsupportedInputException if the model has none of the tensors
   */
  static Pools of(OnnxModel model, ListSpec spec) {
    List<Weight> weights = weights(model, spec);
    List<Pool> pools = new ArrayList<>();
    if (spec.reach() instanceof FixedReach reach) {
      weights.forEach(weight -> pools.add(Pool.of(new Named(weight, weight.layout()), reach)));
    }
    activations(model, spec)
        .forEach((layer, value) -> pools.add(Pool.of(layer, value, spec.reach())));
    List<String> matches = matches(spec, pools);
    pools.removeIf(pool -> pool.sites() == 0);
    if (pools.isEmpty()) {
      throw new UnsupportedInputException(
          "the model has no such sites to draw faults from (%s, %s)%s"
              .formatted(
                  String.join(",", spec.sites().stream().map(s -> s + "").sorted().toList()),
                  spec.reach(),
                  (model.initializers().isEmpty() ? ": " + WeightTable.NO_WEIGHTS : "")
                      + heldIn(model.operatorsThatHoldWeights())));
    }
    return new Pools(pools, weights, matches);
  }

  private static String heldIn(List<String> operators) {
    return operators.isEmpty()
        ? ""
        : "; what it learned lies in attributes of %s, not in tensors"
            .formatted(String.join(", ", operators));
  }

  private static List<Weight> weights(OnnxModel model, ListSpec spec) {
    WeightTable table = WeightTable.of(model);
    List<Weight> weights = new ArrayList<>();
    for (Initializer initializer : model.initializers()) {
      Weight weight = table.stored(initializer.name()).orElseThrow();
      if (SiteClass.of(weight).filter(spec.sites()::contains).isPresent()
          && isChosen(spec, weight.layer())) {
        weights.add(weight);
      }
    }
    return weights;
  }

  /** The values that are sites, by what lists call them. */
  private static Map<String, Value> activations(OnnxModel model, ListSpec spec) {
    if (!spec.sites().contains(SiteClass.ACTIVATIONS) || !spec.reach().isOf(SiteKind.ACTIVATION)) {
      return Map.of();
    }
    Map<String, Value> chosen = new LinkedHashMap<>();
    computed(model)
        .forEach(
            (layer, value) -> {
              if (isChosen(spec, layer)) {
                chosen.put(layer, value);
              }
            });
    if (spec.reach() instanceof PatternReach) {
      keepConvolutions(spec.layers(), chosen);
    }
    return chosen;
  }

  /** Values that only hand on other values are not sites of their own. */
  static Map<String, Value> computed(OnnxModel model) {
    ComputedValues values = ComputedValues.of(model);
    Map<String, String> layers = new HashMap<>();
    values
        .layers()
        .forEach(
            (layer, value) -> {
              if (values.find(layer).equals(List.of(value))) {
                layers.putIfAbsent(value.name(), layer);
              }
            });
    Map<String, Value> computed = new LinkedHashMap<>();
    for (Value value : values.values()) {
      boolean isReal = value.type().isPresent() && value.type().get().isReal();
      if (isReal && value.image().isPresent() && !OperatorTrait.MOVES.of(value.node())) {
        computed.put(layers.getOrDefault(value.name(), value.name()), value);
      }
    }
    return computed;
  }

  /** Patterns were observed in results of convolutions: others have them only if one names them. */
  private static void keepConvolutions(List<LayerFilter> filters, Map<String, Value> chosen) {
    List<String> convolutions =
        chosen.entrySet().stream()
            .filter(each -> OperatorTrait.CONVOLVES.of(each.getValue().node()))
            .map(Map.Entry::getKey)
            .toList();
    List<LayerFilter> others =
        filters.stream()
            .filter(filter -> convolutions.stream().noneMatch(filter.matches()))
            .toList();
    chosen
        .keySet()
        .removeIf(
            layer ->
                !convolutions.contains(layer)
                    && others.stream().noneMatch(filter -> filter.matches().test(layer)));
  }

  private static boolean isChosen(ListSpec spec, String layer) {
    return spec.layers().isEmpty()
        || spec.layers().stream().anyMatch(filter -> filter.matches().test(layer));
  }

  private static List<String> matches(ListSpec spec, List<Pool> pools) {
    List<String> lines = new ArrayList<>();
    for (LayerFilter filter : spec.layers()) {
      List<Pool> chosen =
          pools.stream().filter(pool -> filter.matches().test(pool.layer())).toList();
      if (chosen.isEmpty()) {
        throw MalformedInputException.of(
            "--layers " + filter, "the name of a layer of these sites, or a part of it", "none");
      }
      lines.add(
          "%s: %,d tensors, %,d bits"
              .formatted(filter, chosen.size(), chosen.stream().mapToLong(Pool::bits).sum()));
    }
    return lines;
  }
}
