package io.onnxfi.fault;

import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.WeightTable.Named;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The sites of one tensor of one reach: its rows or channels, which have one size and together make
 * up the tensor, or the elements around which a pattern can lie.
 */
final class Pool {
  private final String layer;
  private final Shape shape;
  private final ElementType type;
  private final Extent extent;
  private final long sites;

  /** The region of a site of fixed reach; nothing if the tensor has no such. */
  private final Function<FaultSite, Optional<Region>> region;

  /** Elements that stand for the sites, by their row-major places, unless each element does. */
  private long[] anchors;

  /** Of a fixed reach. */
  private Pool(
      String layer,
      Shape shape,
      ElementType type,
      Extent extent,
      Function<FaultSite, Optional<Region>> region) {
    this.layer = layer;
    this.shape = shape;
    this.type = type;
    this.extent = extent;
    this.region = region;
    long size = shape.size() == 0 ? 0 : region(0).map(Region::size).orElse(0L);
    this.sites = size == 0 ? 0 : shape.size() / size;
  }

  /** Of a pattern. */
  private Pool(String layer, Shape shape, ElementType type, PatternReach reach) {
    this.layer = layer;
    this.shape = shape;
    this.type = type;
    this.extent = new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY);
    this.region = site -> Optional.empty();
    long[] able = reach.pattern().anchors(shape).toArray();
    this.sites = able.length;
    this.anchors = able.length == shape.size() ? null : able;
  }

  /** The sites of a weight, which its layer names in the order of its operator. */
  static Pool of(Named named, FixedReach reach) {
    return new Pool(
        named.weight().layer(),
        named.layout().shape(),
        named.weight().stored().type(),
        new Extent(SiteKind.WEIGHT, reach, Exposure.EVERY),
        site -> WeightRegions.of(named, site));
  }

  /**
   * The sites of an activation.
   *
   * @param layer what lists call it
   * @param value of known type and shape
   */
  static Pool of(String layer, Value value, Reach reach) {
    Shape shape = value.image().orElseThrow();
    ElementType type = value.type().orElseThrow();
    return reach instanceof PatternReach pattern
        ? new Pool(layer, shape, type, pattern)
        : new Pool(
            layer,
            shape,
            type,
            new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY),
            site -> ActivationPlaces.region(shape, site));
  }

  /** What lists call the tensor. */
  String layer() {
    return layer;
  }

  /** Bits of an element. */
  int width() {
    return type.bits();
  }

  /** Bits of the tensor. */
  long bits() {
    return shape.size() * type.bits();
  }

  /** How many sites it has; 0 if it has none of this reach. */
  long sites() {
    return sites;
  }

  /**
   * A site.
   *
   * @param number from 0
   * @param mixes draws the pattern of a site whose reach is a mix of them
   */
  FaultSite site(long number, OptionalInt bit, MixDraws mixes) {
    long anchor = extent.reach().needsElement() ? anchor(number) : 0;
    TensorIndex index = extent.reach().needsElement() ? index(anchor) : TensorIndex.of();
    return new FaultSite(layer, index, bit, mixes.settle(extent, shape, anchor));
  }

  private TensorIndex index(long element) {
    return TensorIndex.of(shape.coordinates(element));
  }

  private Optional<Region> region(long element) {
    return region.apply(new FaultSite(layer, index(element), OptionalInt.empty(), extent));
  }

  /** The first element of a site, in the order in which lists index the tensor. */
  private long anchor(long number) {
    if (sites == shape.size()) {
      return number;
    }
    if (anchors == null) {
      anchors = new long[Math.toIntExact(sites)];
      Set<Long> seen = new HashSet<>();
      for (long element = 0; seen.size() < sites; element++) {
        if (seen.add(region(element).orElseThrow().position(0))) {
          anchors[seen.size() - 1] = element;
        }
      }
    }
    return anchors[Math.toIntExact(number)];
  }
}
