package io.onnxfi.agreement;

import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.sampling.Cell;

/**
 * What makes two rows the same fault.
 *
 * @param injection the row's own number
 * @param layer as in the list
 * @param index as in the list
 * @param bit position in the element
 */
public record FaultKey(long injection, String layer, TensorIndex index, int bit) implements Cell {
  /** The fault of a row. */
  public static FaultKey of(FaultRow row) {
    return new FaultKey(row.injection(), row.layer(), row.index(), row.bit());
  }
}
