package io.onnxfi.fault;

import io.onnxfi.fault.pattern.ErrorPattern;
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
import java.util.function.LongFunction;
import java.util.function.Supplier;

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

  /** Row-major places of the elements that stand for the sites; made when asked for. */
  private final Supplier<long[]> making;

  private long[] anchors;

  private Pool(
      String layer,
      Shape shape,
      ElementType type,
      Extent extent,
      long sites,
      Supplier<long[]> making) {
    this.layer = layer;
    this.shape = shape;
    this.type = type;
    this.extent = extent;
    this.sites = sites;
    this.making = making;
  }

  /** The sites of a weight, which its layer names in the order of its operator. */
  static Pool of(Named named, FixedReach reach) {
    return fixed(
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
    Extent extent = new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY);
    if (reach instanceof PatternReach around) {
      ErrorPattern pattern = around.pattern();
      long sites = pattern.anchors(shape).count();
      return new Pool(layer, shape, type, extent, sites, () -> pattern.anchors(shape).toArray());
    }
    return fixed(layer, shape, type, extent, site -> ActivationPlaces.region(shape, site));
  }

  /** Of a fixed reach: the first element of each region, in the order in which lists index. */
  private static Pool fixed(
      String layer,
      Shape shape,
      ElementType type,
      Extent extent,
      Function<FaultSite, Optional<Region>> region) {
    LongFunction<Optional<Region>> around =
        element ->
            region.apply(
                new FaultSite(
                    layer,
                    TensorIndex.of(shape.coordinates(element)),
                    OptionalInt.empty(),
                    extent));
    long size = shape.size() == 0 ? 0 : around.apply(0).map(Region::size).orElse(0L);
    long sites = size == 0 ? 0 : shape.size() / size;
    return new Pool(layer, shape, type, extent, sites, () -> firsts(sites, around));
  }

  private static long[] firsts(long sites, LongFunction<Optional<Region>> around) {
    long[] firsts = new long[Math.toIntExact(sites)];
    Set<Long> seen = new HashSet<>();
    for (long element = 0; seen.size() < sites; element++) {
      if (seen.add(around.apply(element).orElseThrow().position(0))) {
        firsts[seen.size() - 1] = element;
      }
    }
    return firsts;
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
    TensorIndex index =
        extent.reach().needsElement()
            ? TensorIndex.of(shape.coordinates(anchor))
            : TensorIndex.of();
    return new FaultSite(layer, index, bit, mixes.settle(extent, shape, anchor));
  }

  private long anchor(long number) {
    if (sites == shape.size()) {
      return number; // each element stands for itself
    }
    if (anchors == null) {
      anchors = making.get();
    }
    return anchors[Math.toIntExact(number)];
  }
}
