package io.onnxfi.fault;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.onnx.WeightTable.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the layers of a list are called in a model: as its {@link WeightTable} has them, or else as
 * Keras calls them.
 *
 * <p>Some names have more than one meaning; a list as a whole has one {@link Convention}. Those
 * under which more of its rows name elements are kept: if they differ in a row, it is ambiguous.
 */
final class LayerNaming {
  private final WeightTable table;
  private final KerasNames recorded;
  private final KerasNames together;
  private final KerasNames apart;
  private final boolean hasDepthwise;

  LayerNaming(OnnxModel model) {
    table = WeightTable.of(model);
    recorded = KerasNames.recorded(table.weights());
    together = KerasNames.numbered(table.weights(), false);
    apart = KerasNames.numbered(table.weights(), true);
    hasDepthwise = table.weights().stream().anyMatch(Weight::isDepthwise);
  }

  /** What a layer means under a convention: nothing, one weight in one order, or several. */
  List<Named> find(String layer, Convention convention) {
    String name = convention.prefix().inModel(layer);
    return convention.choose(table.find(name), name);
  }

  /** The conventions under which a list of these sites may be read. */
  List<Convention> conventions(Collection<FaultSite> sites) {
    Set<String> layers = new LinkedHashSet<>();
    sites.forEach(site -> layers.add(site.layer()));
    NamePrefix prefix = prefix(layers);
    List<Convention> all = new ArrayList<>();
    for (KerasNames keras : countings(layers, prefix)) {
      all.add(new Convention(prefix, keras, 0));
      all.add(new Convention(prefix, keras, 1));
    }
    Map<Convention, Long> fitting = new LinkedHashMap<>();
    all.forEach(convention -> fitting.put(convention, fitting(sites, layers, convention)));
    long most = Collections.max(fitting.values());
    return all.stream().filter(convention -> fitting.get(convention) == most).toList();
  }

  /** How many sites name elements under a convention. */
  private long fitting(Collection<FaultSite> sites, Set<String> layers, Convention convention) {
    Map<String, List<Named>> meanings = new HashMap<>();
    layers.forEach(layer -> meanings.put(layer, find(layer, convention)));
    return sites.stream().filter(site -> fits(site, meanings.get(site.layer()))).count();
  }

  private static boolean fits(FaultSite site, List<Named> found) {
    return found.size() == 1 && WeightRegions.contains(found.get(0), site);
  }

  /** How Keras's layers may have been counted for a list that has these. */
  private List<KerasNames> countings(Set<String> layers, NamePrefix prefix) {
    List<String> keras =
        layers.stream().map(prefix::inModel).filter(name -> table.find(name).isEmpty()).toList();
    if (!keras.isEmpty() && keras.stream().noneMatch(name -> recorded.find(name).isEmpty())) {
      return List.of(recorded);
    }
    if (keras.stream().anyMatch(KerasNames::isDepthwise)) {
      return List.of(apart);
    }
    return hasDepthwise ? List.of(together, apart) : List.of(together);
  }

  /** The prefix with which all layers are known; none if there is no such one or several. */
  private NamePrefix prefix(Set<String> layers) {
    if (layers.stream().allMatch(this::isKnown)) {
      return NamePrefix.NONE;
    }
    return fitting(layers, false).or(() -> fitting(layers, true)).orElse(NamePrefix.NONE);
  }

  private Optional<NamePrefix> fitting(Set<String> layers, boolean isUnwrapped) {
    Map<List<String>, NamePrefix> fitting = new LinkedHashMap<>();
    for (NamePrefix prefix : NamePrefix.candidates(layers, table.layers(), isUnwrapped)) {
      List<String> names = layers.stream().map(prefix::inModel).toList();
      boolean isUnambiguous = names.stream().distinct().count() == names.size();
      if (names.stream().allMatch(this::isKnown) && (isUnambiguous || !isUnwrapped)) {
        fitting.putIfAbsent(names, prefix);
      }
    }
    return fitting.size() == 1 ? Optional.of(fitting.values().iterator().next()) : Optional.empty();
  }

  private boolean isKnown(String name) {
    return !table.find(name).isEmpty()
        || Stream.of(recorded, together, apart).anyMatch(names -> !names.find(name).isEmpty());
  }

  /** What to say of a name that the model does not have. */
  String unknown(String layer) {
    String found = "unknown layer '" + NearestNames.shown(layer) + "'; ";
    if (KerasNames.isNumbered(layer)) {
      return found + (KerasNames.isDepthwise(layer) ? apart : together).others(layer);
    }
    List<String> near = NearestNames.of(layer, table.layers());
    if (!near.isEmpty()) {
      return found + "did you mean " + String.join(", ", near) + "?";
    }
    List<String> names =
        table.weights().stream()
            .filter(weight -> weight.isTrained() && weight.input().isProduct())
            .map(Weight::layer)
            .toList();
    String some = names.stream().limit(NearestNames.SUGGESTIONS).collect(Collectors.joining(", "));
    return found
        + "the model's weights are called %s%s ('onnxfi layers' shows them all)"
            .formatted(some, names.size() > NearestNames.SUGGESTIONS ? ", …" : "");
  }
}
