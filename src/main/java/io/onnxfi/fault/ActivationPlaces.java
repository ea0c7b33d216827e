package io.onnxfi.fault;

import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.Layout;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Places in what the nodes of a model compute, within one image: {@code [channel, row, column]}, or
 * {@code [feature]}.
 */
final class ActivationPlaces implements Places {
  private static final int MATRIX = 2;

  private final ComputedValues values;
  private final Map<String, List<Value>> meanings = new HashMap<>();

  ActivationPlaces(OnnxModel model) {
    values = ComputedValues.of(model);
  }

  private List<Value> named(FaultSite site) {
    return meanings.computeIfAbsent(site.layer(), values::find);
  }

  @Override
  public List<DefectKind> obstacles(FaultSite site) {
    List<Value> named = named(site);
    if (named.size() != 1) {
      return List.of(named.isEmpty() ? DefectKind.UNKNOWN_LAYER : DefectKind.AMBIGUOUS_LAYER);
    }
    Value value = named.get(0);
    if (value.image().isEmpty() || value.type().isEmpty()) {
      return List.of(DefectKind.UNKNOWN_SHAPE);
    }
    List<DefectKind> obstacles = new ArrayList<>();
    Shape shape = value.image().get();
    if (!contains(shape, site)) {
      obstacles.add(DefectKind.INDEX_OUTSIDE);
    } else if (footprint(shape, site).isEmpty()) {
      obstacles.add(DefectKind.REACH_OUTSIDE);
    }
    if (!Bits.has(value.type().get(), site.bit())) {
      obstacles.add(DefectKind.BIT_OUTSIDE);
    }
    return obstacles;
  }

  @Override
  public Site place(FaultSite site) {
    Value value = named(site).get(0);
    Footprint footprint = footprint(value.image().orElseThrow(), site).orElseThrow();
    return new ActivationSite(value.name(), type(site), footprint, site.extent().exposure());
  }

  @Override
  public ElementType type(FaultSite site) {
    return named(site).get(0).type().orElseThrow();
  }

  @Override
  public String explain(DefectKind obstacle, String where, FaultSite site) {
    List<Value> found = named(site);
    if (found.isEmpty()) {
      return where + ": " + unknown(site.layer());
    }
    Value value = found.get(0);
    String name = "%s: activation %s: expected ".formatted(where, value.name());
    return switch (obstacle) {
      case AMBIGUOUS_LAYER ->
          "%s: '%s' could be %s; use the name of the value"
              .formatted(
                  where,
                  site.layer(),
                  found.stream().map(Value::name).collect(Collectors.joining(" or ")));
      case UNKNOWN_SHAPE ->
          name
              + "a value whose shape, images first, is known before the model runs, found that of %s"
                  .formatted(value.node());
      case INDEX_OUTSIDE ->
          name
              + "an index within one image's shape %s, found %s"
                  .formatted(value.image().orElseThrow(), site.index());
      case REACH_OUTSIDE -> name + lack(value.image().orElseThrow(), site);
      default -> name + Bits.explain(value.type().orElseThrow(), site.bit());
    };
  }

  private String unknown(String layer) {
    if (values.isConstant(layer)) {
      return ("expected an activation, found '%s', which is computed from constants alone, the same"
              + " for every sample; put the fault into a weight that it is made of")
          .formatted(layer);
    }
    List<String> near = NearestNames.of(layer, values.names());
    return "unknown activation '%s'; ".formatted(NearestNames.shown(layer))
        + (near.isEmpty()
            ? "'onnxfi layers --activations' shows what nodes compute"
            : "did you mean " + String.join(", ", near) + "?");
  }

  private static boolean contains(Shape shape, FaultSite site) {
    long[] index = site.index().coordinates();
    boolean isAll = !site.extent().reach().needsElement() && index.length == 0;
    return isAll || shape.contains(index);
  }

  /** What a fault reaches; nothing if there is no such row, column or channel, or no room. */
  private static Optional<Footprint> footprint(Shape shape, FaultSite site) {
    if (site.extent().reach() instanceof PatternReach reach) {
      long anchor = anchor(shape, site);
      return reach.pattern().lack(shape, anchor).isPresent()
          ? Optional.empty()
          : Optional.of(new Footprint.Patterned(reach.pattern(), shape, anchor));
    }
    return region(shape, site).map(Footprint.Known::new);
  }

  /** The element that is named; the first if there is none. */
  private static long anchor(Shape shape, FaultSite site) {
    long[] index = site.index().coordinates();
    return index.length == 0 ? 0 : shape.flatIndex(index);
  }

  /** The elements of a fixed reach; nothing if there is no such row, column or channel. */
  static Optional<Region> region(Shape shape, FaultSite site) {
    Reach reach = site.extent().reach();
    if (reach == FixedReach.TENSOR) {
      return Optional.of(new Region.All(shape.size()));
    }
    long position = shape.flatIndex(site.index().coordinates());
    if (reach == FixedReach.ELEMENT) {
      return Optional.of(new Region.Element(position));
    }
    Layout order = Layout.stored(shape);
    int axis =
        reach == FixedReach.CHANNEL ? 0 : shape.rank() - (reach == FixedReach.ROW ? 1 : MATRIX);
    if (axis < 0 || shape.rank() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        reach == FixedReach.CHANNEL ? order.slab(axis, position) : order.line(axis, position));
  }

  /** What was expected of one image's part, and what was found. */
  private static String lack(Shape shape, FaultSite site) {
    return site.extent().reach() instanceof PatternReach reach
        ? "%s, found one image's shape %s"
            .formatted(reach.pattern().lack(shape, anchor(shape, site)).orElseThrow(), shape)
        : "one of %s for one image's shape %s, found %s"
            .formatted(reaches(shape, site), shape, site.extent());
  }

  /** The fixed reaches that a value has. */
  private static String reaches(Shape shape, FaultSite site) {
    return Arrays.stream(FixedReach.values())
        .filter(reach -> reach.isOf(SiteKind.ACTIVATION))
        .map(reach -> new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY))
        .filter(
            extent ->
                region(shape, new FaultSite(site.layer(), site.index(), site.bit(), extent))
                    .isPresent())
        .map(Extent::toString)
        .collect(Collectors.joining(", "));
  }
}
