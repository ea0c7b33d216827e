package io.onnxfi.fault;

import java.util.Objects;

/**
 * Where a fault is, in the words of a list: {@link FaultResolver} finds the place in a model.
 *
 * @param layer name of a layer, as in the list
 * @param index coordinates of the element in the list's own axis order
 * @param bit position in the element, 0 is the least significant
 */
public record FaultSite(String layer, TensorIndex index, int bit) {
  /** Checks that nothing is missing. */
  public FaultSite {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(index, "index");
  }

  /** As {@code conv1 (3, 0, 2, 1) bit 15}. */
  @Override
  public String toString() {
    return "%s %s bit %d".formatted(layer, index, bit);
  }
}
