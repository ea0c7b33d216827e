package io.onnxfi.fault;

import io.onnxfi.fault.model.FaultModel;
import java.util.Objects;

/**
 * One bit of one element of one initializer.
 *
 * @param initializer name in the model
 * @param index row-major position of the element, from 0
 * @param bit position in the element, 0 is the least significant
 */
public record StoredBit(String initializer, long index, int bit) {
  /** Checks that the position can exist in some tensor. */
  public StoredBit {
    Objects.requireNonNull(initializer, "initializer");
    if (index < 0 || bit < 0 || bit >= Long.SIZE) {
      throw new IllegalArgumentException("no such site: element %d, bit %d".formatted(index, bit));
    }
  }

  /** A fault in it. */
  public PlacedFault under(FaultModel model) {
    return PlacedFault.ofBit(initializer, index, bit, model);
  }
}
