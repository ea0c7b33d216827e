package io.onnxfi.sampling;

/** Where a fault lies, as far as strata tell faults apart. */
public interface Cell {
  /** Layer, as in the list. */
  String layer();

  /** Bit position in the element, 0 the lowest. */
  int bit();
}
