package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.WeightTable.Named;
import io.onnxfi.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the place in a model that a row of a list names, and checks that it exists. */
public final class FaultResolver {
  private final LayerNaming naming;
  private final List<Convention> conventions;

  /** Reads the names and shapes of a model. */
  public FaultResolver(OnnxModel model) {
    this(new LayerNaming(model), List.of());
  }

  private FaultResolver(LayerNaming naming, List<Convention> conventions) {
    this.naming = naming;
    this.conventions = conventions;
  }

  /**
   * A resolver that reads names as this list means them: where a name has several meanings, all
   * rows together may leave one.
   */
  public FaultResolver reading(FaultList list) {
    return reading(list.rows());
  }

  /** A resolver that reads names as these rows of a list mean them. */
  FaultResolver reading(List<FaultRow> rows) {
    return readingSites(rows.stream().map(FaultRow::site).toList());
  }

  /** A resolver that reads the name of this one layer. */
  public FaultResolver reading(FaultSite site) {
    return readingSites(List.of(site));
  }

  private FaultResolver readingSites(List<FaultSite> sites) {
    return new FaultResolver(naming, naming.conventions(sites));
  }

  /** What was assumed of the names of a list, a line each. */
  public List<String> notes() {
    return conventions.stream()
        .map(Convention::prefix)
        .distinct()
        .filter(prefix -> !prefix.equals(NamePrefix.NONE))
        .map(NamePrefix::describe)
        .toList();
  }

  /**
   * The bit of the model that a site names.
   *
   * @param where what to blame in a message, for example {@code list.csv:12}
   * @throws MalformedInputException if the layer is unknown (naming near ones), may be one of
   *     several (naming them), the index is outside its tensor, or the bit outside its elements
   */
  public StoredBit resolve(String where, FaultSite site) {
    List<DefectKind> obstacles = obstacles(site);
    if (!obstacles.isEmpty()) {
      throw new MalformedInputException(explain(obstacles.get(0), where, site));
    }
    Named named = fitting(site).get(0);
    long position = named.layout().position(site.index().coordinates());
    return new StoredBit(named.weight().stored().name(), position, site.bit());
  }

  /** The bits of all rows, in order. */
  public List<StoredBit> resolve(FaultList list) {
    FaultResolver resolver = conventions.isEmpty() ? reading(list) : this;
    return list.rows().stream().map(row -> resolver.resolve(list.locate(row), row.site())).toList();
  }

  /** All that the layer may mean. */
  private List<Named> named(FaultSite site) {
    List<Convention> ways = conventions.isEmpty() ? naming.conventions(List.of(site)) : conventions;
    return ways.stream()
        .flatMap(way -> naming.find(site.layer(), way).stream())
        .distinct()
        .toList();
  }

  /** Of what the layer may mean, what has such an element. */
  private List<Named> fitting(FaultSite site) {
    return named(site).stream()
        .filter(named -> named.layout().shape().contains(site.index().coordinates()))
        .toList();
  }

  private boolean isAmbiguous(FaultSite site) {
    List<Named> named = named(site);
    boolean severalWeights = named.stream().map(Named::weight).distinct().count() > 1;
    return severalWeights
        || fitting(site).stream()
                .map(n -> n.layout().position(site.index().coordinates()))
                .distinct()
                .count()
            > 1;
  }

  /** Which of layer, index and bit keep a place from being in the model; none if it is. */
  List<DefectKind> obstacles(FaultSite site) {
    List<Named> named = named(site);
    if (named.isEmpty()) {
      return List.of(DefectKind.UNKNOWN_LAYER);
    }
    if (isAmbiguous(site)) {
      return List.of(DefectKind.AMBIGUOUS_LAYER);
    }
    List<DefectKind> obstacles = new ArrayList<>();
    if (fitting(site).isEmpty()) {
      obstacles.add(DefectKind.INDEX_OUTSIDE);
    }
    ElementType type = named.get(0).weight().stored().type();
    if (!type.hasAddressableBits() || site.bit() < 0 || site.bit() >= type.bits()) {
      obstacles.add(DefectKind.BIT_OUTSIDE);
    }
    return obstacles;
  }

  /** One of {@link #obstacles} in words: what was expected there, and what was found. */
  String explain(DefectKind obstacle, String where, FaultSite site) {
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
    if (obstacle == DefectKind.INDEX_OUTSIDE) {
      String order = first.layout().isStored() ? "" : " (stored as " + stored.shape() + ")";
      return name
          + "an index within shape %s%s, found %s".formatted(first.layout(), order, site.index());
    }
    ElementType type = stored.type();
    return type.hasAddressableBits()
        ? name
            + "a bit from 0 to %d (%s), found %d"
                .formatted(type.bits() - 1, type.label(), site.bit())
        : name + "a type with addressable bits, found " + type.label();
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
