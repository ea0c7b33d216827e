package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;

/** Lists that have at least one fault. */
final class SomeFaults {
  private SomeFaults() {}

  /** The same list. */
  static FaultList require(FaultList list) {
    if (list.rows().isEmpty()) {
      throw MalformedInputException.of(list.source(), "faults, one per row", "none");
    }
    return list;
  }
}
