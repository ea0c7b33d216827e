package io.onnxfi.fault;

import java.util.Locale;

/** What an audit finds wrong with a fault list. */
public enum DefectKind {
  /** A row has another number of columns than the header, or the header is incomplete. */
  COLUMNS,
  /** There is no row at all. */
  NO_FAULTS,
  /** A quote is not closed, or {@code TensorIndex} is not quoted and falls into pieces. */
  QUOTING,
  /** A cell is no whole number, or {@code TensorIndex} no tuple of them. */
  VALUES,
  /** An {@code Injection} number has been there before. */
  DUPLICATE_INJECTION,
  /** An {@code Injection} number is smaller than the one before. */
  UNSORTED_INJECTION,
  /** The same bit of the same element of the same layer has been there before. */
  DUPLICATE_FAULT,
  /** A fault was tried on no image: {@code n_injections} is 0. */
  NO_IMAGES,
  /** The three outcomes do not add up to {@code n_injections}. */
  OUTCOME_SUM,
  /** The outcomes stand on the rows of other faults. */
  MISPLACED_OUTCOMES,
  /** The model has no such layer. */
  UNKNOWN_LAYER,
  /** The layer's name has several meanings in the model. */
  AMBIGUOUS_LAYER,
  /** What a node computes is of a shape that is not known before the model runs. */
  UNKNOWN_SHAPE,
  /** The layer's weight has no such element. */
  INDEX_OUTSIDE,
  /** The layer's weight has no such rows, columns or channels. */
  REACH_OUTSIDE,
  /** The element has no such bit. */
  BIT_OUTSIDE,
  /** The elements cannot have the fault: too few bits, or a value that their type does not hold. */
  UNFIT_MODEL;

  /** As programs read it: {@code duplicate_fault}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
