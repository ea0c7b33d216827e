package io.onnxfi.study.ber;

import io.onnxfi.fault.Fault;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.SelectedTensor;
import io.onnxfi.fault.TensorSelection;
import io.onnxfi.fault.model.NestedBitErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The errors of one pattern at one rate.
 *
 * @param part of the chosen bits
 * @param rate probability of each bit, 0 to 1
 * @param pattern number of the pattern
 * @param faults one for each tensor that has errors, in the words of a fault list
 * @param placed the same with their places in the model
 * @param flipped how many bits are in error
 */
record ErrorTrial(
    Part part,
    double rate,
    long pattern,
    List<Fault> faults,
    List<PlacedFault> placed,
    long flipped) {
  /** Copies. */
  ErrorTrial {
    Objects.requireNonNull(part, "part");
    faults = List.copyOf(faults);
    placed = List.copyOf(placed);
  }

  /** The errors in a part of a selection; tensors without any are left out. */
  static ErrorTrial of(TensorSelection selection, Part part, double rate, long pattern) {
    NestedBitErrors errors = new NestedBitErrors(rate, pattern, part.bit());
    List<Fault> faults = new ArrayList<>();
    List<PlacedFault> placed = new ArrayList<>();
    long flipped = 0;
    for (SelectedTensor tensor : selection.tensors()) {
      long own =
          part.reaches(tensor)
              ? errors.places(tensor.tensor(), tensor.type(), tensor.elements()).count()
              : 0;
      if (own > 0) {
        flipped += own;
        faults.add(new Fault(tensor.site(), errors));
        placed.add(new PlacedFault(tensor.place(), OptionalInt.empty(), errors));
      }
    }
    return new ErrorTrial(part, rate, pattern, faults, placed, flipped);
  }

  /**
   * What tells errors apart: those of a pattern are nested, so as many of them are the same, at
   * whatever rate.
   */
  record Content(Part part, long pattern, long flipped) {}

  Content content() {
    return new Content(part, pattern, flipped);
  }
}
