package io.onnxfi.fault;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Where a fault is, in the words of a list: {@link FaultResolver} finds the place in a model.
 *
 * @param layer name of a layer or value, as in the list
 * @param index coordinates of the element in the list's own axis order; of activations, within one
 *     image
 * @param bit position in the element, 0 is the least significant; none where the fault model
 *     chooses
 * @param extent what is reached around the element
 */
public record FaultSite(String layer, TensorIndex index, OptionalInt bit, Extent extent) {
  /** Shared by the rows of long lists. */
  private static final List<OptionalInt> BITS =
      IntStream.range(0, Long.SIZE).mapToObj(OptionalInt::of).toList();

  /** Checks that nothing is missing. */
  public FaultSite {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(index, "index");
    Objects.requireNonNull(bit, "bit");
    Objects.requireNonNull(extent, "extent");
    if (bit.isPresent() && bit.getAsInt() >= 0 && bit.getAsInt() < BITS.size()) {
      bit = BITS.get(bit.getAsInt());
    }
  }

  /** A bit of an element of a weight, as the published lists have them. */
  public FaultSite(String layer, TensorIndex index, int bit) {
    this(layer, index, OptionalInt.of(bit), Extent.WEIGHT);
  }

  /** As {@code conv1 (3, 0, 2, 1) bit 15}; with the extent where it is not that of a weight. */
  @Override
  public String toString() {
    String place = extent.equals(Extent.WEIGHT) ? "" : " " + extent;
    return layer + " " + index + (bit.isPresent() ? " bit " + bit.getAsInt() : "") + place;
  }
}
