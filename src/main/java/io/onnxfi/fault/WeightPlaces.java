package io.onnxfi.fault;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.WeightTable.Named;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Places in what a model holds: weights, biases, parameters of normalisations. */
final class WeightPlaces implements Places {
  private final LayerNaming naming;
  private final List<Convention> conventions;

  /** What the layers of a list mean, found once for all their rows. */
  private final Map<String, List<Named>> meanings = new HashMap<>();

  private WeightPlaces(LayerNaming naming, List<Convention> conventions) {
    this.naming = naming;
    this.conventions = conventions;
  }

  /** Places whose names mean what all these sites together leave. */
  static WeightPlaces of(LayerNaming naming, Collection<FaultSite> sites) {
    return new WeightPlaces(naming, naming.conventions(sites));
  }

  /** What was assumed of the names, a line each. */
  List<String> notes() {
    return conventions.stream()
        .map(Convention::prefix)
        .distinct()
        .filter(prefix -> !prefix.equals(NamePrefix.NONE))
        .map(NamePrefix::describe)
        .toList();
  }

  /** All that the layer may mean. */
  private List<Named> named(FaultSite site) {
    return meanings.computeIfAbsent(
        site.layer(),
        layer ->
            conventions.stream()
                .flatMap(way -> naming.find(layer, way).stream())
                .distinct()
                .toList());
  }

  /** Of what the layer may mean, what has such an element. */
  private List<Named> fitting(FaultSite site) {
    return named(site).stream().filter(named -> WeightRegions.contains(named, site)).toList();
  }

  private boolean isAmbiguous(FaultSite site) {
    List<Named> named = named(site);
    if (named.size() < 2) {
      return false;
    }
    boolean severalWeights = named.stream().map(Named::weight).distinct().count() > 1;
    return severalWeights
        || fitting(site).stream().map(n -> WeightRegions.of(n, site)).distinct().count() > 1;
  }

  @Override
  public List<DefectKind> obstacles(FaultSite site) {
    List<Named> named = named(site);
    if (named.isEmpty()) {
      return List.of(DefectKind.UNKNOWN_LAYER);
    }
    if (isAmbiguous(site)) {
      return List.of(DefectKind.AMBIGUOUS_LAYER);
    }
    List<DefectKind> obstacles = new ArrayList<>();
    List<Named> fitting = fitting(site);
    if (fitting.isEmpty()) {
      obstacles.add(DefectKind.INDEX_OUTSIDE);
    } else if (WeightRegions.of(fitting.get(0), site).isEmpty()) {
      obstacles.add(DefectKind.REACH_OUTSIDE);
    }
    if (!Bits.has(named.get(0).weight().stored().type(), site.bit())) {
      obstacles.add(DefectKind.BIT_OUTSIDE);
    }
    return obstacles;
  }

  @Override
  public Site place(FaultSite site) {
    Named named = fitting(site).get(0);
    Region region = WeightRegions.of(named, site).orElseThrow();
    return new WeightSite(named.weight().stored().name(), region);
  }

  @Override
  public ElementType type(FaultSite site) {
    return fitting(site).get(0).weight().stored().type();
  }

  @Override
  public String explain(DefectKind obstacle, String where, FaultSite site) {
    List<Named> found = named(site);
    if (found.isEmpty()) {
      return where + ": " + naming.unknown(site.layer());
    }
    if (obstacle == DefectKind.AMBIGUOUS_LAYER) {
      return "%s: '%s' %s could be %s; use the name that 'onnxfi layers' shows"
          .formatted(
              where,
              site.layer(),
              site.index(),
              found.stream()
                  .map(n -> candidate(n, site.index()))
                  .collect(Collectors.joining(" or ")));
    }
    Named first = found.get(0);
    Initializer stored = first.weight().stored();
    String name = "%s: %s: expected ".formatted(where, stored.name());
    String order = first.layout().isStored() ? "" : " (stored as " + stored.shape() + ")";
    return switch (obstacle) {
      case INDEX_OUTSIDE ->
          name
              + "an index within shape %s%s, found %s"
                  .formatted(first.layout(), order, site.index());
      case REACH_OUTSIDE ->
          name
              + "one of %s for shape %s%s, found %s"
                  .formatted(
                      reaches(fitting(site).get(0), site), first.layout(), order, site.extent());
      default -> name + Bits.explain(stored.type(), site.bit());
    };
  }

  /** The sites that a tensor has. */
  private static String reaches(Named named, FaultSite site) {
    return Arrays.stream(FixedReach.values())
        .map(reach -> new Extent(SiteKind.WEIGHT, reach, Exposure.EVERY))
        .filter(
            extent ->
                WeightRegions.of(
                        named, new FaultSite(site.layer(), site.index(), site.bit(), extent))
                    .isPresent())
        .map(Extent::toString)
        .collect(Collectors.joining(", "));
  }

  /** A candidate by the place in the file. */
  private static String candidate(Named named, TensorIndex index) {
    Initializer stored = named.weight().stored();
    boolean inside = named.layout().shape().contains(index.coordinates());
    String element =
        inside
            ? Arrays.toString(
                stored.shape().coordinates(named.layout().position(index.coordinates())))
            : "no element";
    return "%s of initializer %s %s".formatted(element, stored.name(), stored.shape());
  }
}
