package io.onnxfi.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What weights are called: see {@link WeightTable}. */
final class WeightNames {
  private static final String WEIGHT_SUFFIX = ".weight";

  /** What ONNX Runtime's quantisation puts behind the names of weights. */
  private static final String QUANTIZED_SUFFIX = "_quantized";

  private final List<WeightUses> weights;
  private final ModuleNames moduleNames;
  private final boolean fromPyTorch;
  private final Map<String, List<Place>> values = new HashMap<>();
  private final Map<String, List<Place>> parameters = new HashMap<>();
  private final Map<String, List<Place>> modules = new HashMap<>();

  /** The names by which each weight might be known as a layer, the best first. */
  private final List<List<String>> candidates = new ArrayList<>();

  /**
   * A weight and an order of its axes.
   *
   * @param weight position in the table
   * @param layout order
   */
  record Place(int weight, Layout layout) {}

  /**
   * The names of some weights.
   *
   * @param moduleNames where nodes come from
   * @param fromPyTorch whether PyTorch exported the model
   */
  WeightNames(List<WeightUses> weights, ModuleNames moduleNames, boolean fromPyTorch) {
    this.weights = List.copyOf(weights);
    this.moduleNames = moduleNames;
    this.fromPyTorch = fromPyTorch;
    for (int i = 0; i < weights.size(); i++) {
      candidates.add(new ArrayList<>());
      nameValues(i);
      nameModules(i);
    }
  }

  private void nameValues(int weight) {
    WeightUses uses = weights.get(weight);
    Map<String, Layout> views = new LinkedHashMap<>();
    views.put(uses.stored().name(), Layout.stored(uses.stored().shape()));
    uses.uses().stream()
        .flatMap(use -> use.view().path().stream())
        .forEach(view -> views.putIfAbsent(view.name(), view.layout()));
    views.forEach((name, layout) -> nameValue(weight, name, layout));
  }

  private void nameValue(int weight, String name, Layout layout) {
    Layout order = weights.get(weight).order();
    add(values, name, new Place(weight, layout));
    String parameter = without(QUANTIZED_SUFFIX, name).orElse(name);
    add(values, parameter, new Place(weight, layout));
    Optional<String> layer = without(WEIGHT_SUFFIX, parameter);
    if (layer.isPresent()) {
      add(values, parameter, new Place(weight, fromPyTorch ? layout : order));
      add(parameters, layer.get(), new Place(weight, fromPyTorch ? layout : order));
      candidates.get(weight).add(layer.get());
    }
  }

  /**
   * Names a weight after modules if it has lost its own name, or if several modules share it. A
   * weight that has its name is not what else its operator may be called after: a convolution takes
   * over the module of the normalisation that is folded into it.
   */
  private void nameModules(int weight) {
    WeightUses uses = weights.get(weight);
    List<ConstantUses.Use> products =
        uses.uses().stream().filter(use -> use.isTrained() && use.purpose().isProduct()).toList();
    boolean isLost = candidates.get(weight).isEmpty();
    if (isLost || products.size() > 1) {
      for (ConstantUses.Use use : products) {
        moduleNames
            .of(use.node())
            .ifPresent(
                module -> {
                  add(modules, module, new Place(weight, uses.order()));
                  candidates.get(weight).add(module);
                });
      }
    }
  }

  private static void add(Map<String, List<Place>> names, String name, Place place) {
    List<Place> places = names.computeIfAbsent(name, n -> new ArrayList<>());
    if (!places.contains(place)) {
      places.add(place);
    }
  }

  /** All that a name may mean. */
  List<Place> find(String name) {
    if (values.containsKey(name)) {
      return List.copyOf(values.get(name));
    }
    List<Place> named = parameters.getOrDefault(name, List.of());
    List<Place> lost = modules.getOrDefault(name, List.of());
    if (lost.isEmpty() || named.stream().anyMatch(place -> isUsedIn(place.weight, name))) {
      return List.copyOf(named);
    }
    List<Place> all = new ArrayList<>(named);
    lost.stream().filter(place -> !all.contains(place)).forEach(all::add);
    return all;
  }

  private boolean isUsedIn(int weight, String module) {
    return weights.get(weight).uses().stream()
        .anyMatch(use -> moduleNames.of(use.node()).filter(module::equals).isPresent());
  }

  /** A weight under the best name that means this weight and no other. */
  Weight described(int weight) {
    WeightUses uses = weights.get(weight);
    Initializer stored = uses.stored();
    Place place = new Place(weight, Layout.stored(stored.shape()));
    String layer = stored.name();
    for (String candidate : candidates.get(weight)) {
      List<Place> found = find(candidate);
      if (found.size() == 1 && found.get(0).weight == weight) {
        layer = candidate;
        place = found.get(0);
        break;
      }
    }
    Optional<ConstantUses.Use> main = uses.main();
    return new Weight(
        layer,
        place.layout,
        stored,
        main.map(ConstantUses.Use::purpose).orElse(WeightInput.SETTING),
        uses.order(),
        main.map(use -> use.node().getOpType()).orElse(""),
        main.map(use -> use.node().getName()).orElse(""),
        main.map(use -> WeightInput.groups(use.node())).orElse(1L),
        uses.isTrained());
  }

  private static Optional<String> without(String suffix, String name) {
    return name.endsWith(suffix) && name.length() > suffix.length()
        ? Optional.of(name.substring(0, name.length() - suffix.length()))
        : Optional.empty();
  }
}
