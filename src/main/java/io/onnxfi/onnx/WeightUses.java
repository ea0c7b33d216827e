package io.onnxfi.onnx;

import java.util.List;
import java.util.Optional;

/** An initializer and all that use it, in the order of nodes. */
record WeightUses(Initializer stored, List<ConstantUses.Use> uses) {
  WeightUses {
    uses = List.copyOf(uses);
  }

  /** The first product that is made of it, or else the first operator that takes it. */
  Optional<ConstantUses.Use> main() {
    return uses.stream()
        .filter(use -> use.isTrained() && use.purpose().isProduct())
        .findFirst()
        .or(() -> uses.stream().filter(ConstantUses.Use::isTrained).findFirst())
        .or(() -> uses.stream().findFirst());
  }

  /** The operators' own order of axes; the stored one if they differ in that. */
  Layout order() {
    List<Layout> orders =
        uses.stream()
            .filter(use -> use.isTrained() && use.purpose().isProduct())
            .map(ConstantUses.Use::order)
            .distinct()
            .toList();
    return orders.size() == 1 ? orders.get(0) : Layout.stored(stored.shape());
  }

  boolean isTrained() {
    return uses.stream().anyMatch(ConstantUses.Use::isTrained);
  }
}
