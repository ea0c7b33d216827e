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
 * The sites of one tensor: its regions of one reach, which all have the same size and together make
 * up the tensor.
 */
final class Pool {
  private final String layer;
  private final Shape shape;
  private final ElementType type;
  private final Extent extent;
  private final long regions;
  private final Function<FaultSite, Optional<Region>> region;

  /** Elements that stand for the regions, by their row-major places; made when asked for. */
  private long[] anchors;

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
    this.regions = size == 0 ? 0 : shape.size() / size;
  }

  /** The sites of a weight, which its layer names in the order of its operator. */
  static Pool of(Named named, Reach reach) {
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
    return new Pool(
        layer,
        shape,
        value.type().orElseThrow(),
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

  /** How many regions it has; 0 if it has none of this reach. */
  long regions() {
    return regions;
  }

  /** The site of a region. */
  FaultSite site(long number, OptionalInt bit) {
    if (extent.reach() == Reach.TENSOR) {
      return new FaultSite(layer, TensorIndex.of(), bit, extent);
    }
    return new FaultSite(layer, index(anchor(number)), bit, extent);
  }

  private TensorIndex index(long element) {
    return TensorIndex.of(shape.coordinates(element));
  }

  private Optional<Region> region(long element) {
    return region.apply(new FaultSite(layer, index(element), OptionalInt.empty(), extent));
  }

  /** The first element of a region, in the order in which lists index the tensor. */
  private long anchor(long number) {
    if (extent.reach() == Reach.ELEMENT) {
      return number;
    }
    if (anchors == null) {
      anchors = new long[Math.toIntExact(regions)];
      Set<Long> seen = new HashSet<>();
      for (long element = 0; seen.size() < regions; element++) {
        if (seen.add(region(element).orElseThrow().position(0))) {
          anchors[seen.size() - 1] = element;
        }
      }
    }
    return anchors[Math.toIntExact(number)];
  }
}
