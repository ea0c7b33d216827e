package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.GraphPart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How faults in some initializers, or in a value, are run: the values at a cut before them, which
 * no such fault touches; the head, which leads to what they change; and the tail, which no fault
 * changes.
 *
 * @param struck their names; one for the faults of a layer, several for faults that strike
 *     together; or the name of the value that faults are in
 * @param first of these, that which the model uses first
 * @param base values at the cut before the layer
 * @param advance what computes the base from what the previous plan left, if anything is missing
 * @param head from the base to the values at the cut behind the layer that depend on it
 * @param rest from the base to the other values at that cut, where there are any
 * @param tail from the values at that cut to the outputs; none where the head yields them
 * @param pooled values at either cut behind which the parts have an identity pooling
 * @param way how the faults get from the base to the second cut
 */
record LayerPlan(
    Set<String> struck,
    String first,
    List<String> base,
    Optional<GraphPart> advance,
    GraphPart head,
    Optional<GraphPart> rest,
    Optional<GraphPart> tail,
    Set<String> pooled,
    Way way) {
  /** What the faults are in, and what is run for them. */
  sealed interface Way {}

  /**
   * Faults in initializers, which the head reads.
   *
   * @param narrow a head that computes fewer channels, where there is a faster one
   */
  record Weights(Optional<NarrowHead> narrow) implements Way {}

  /**
   * Faults in a value that the head yields.
   *
   * @param isInner whether the framework computes it only as a part of something larger: then the
   *     pieces have fault-free outputs of their own
   * @param middle from the values behind the head to those at a second cut that depend on it; if
   *     there is none, the value itself is at the cut
   * @param window the same in a window around the fault, where that gives the same bits
   */
  record Value(boolean isInner, Optional<GraphPart> middle, Optional<WindowPlan> window)
      implements Way {}

  /** Copies. */
  LayerPlan {
    struck = Set.copyOf(struck);
  }

  /** How faults in a value are run; nothing if they are in initializers. */
  Optional<Value> ofValue() {
    return way instanceof Value value ? Optional.of(value) : Optional.empty();
  }

  /** The head of fewer channels, if there is one. */
  Optional<NarrowHead> narrow() {
    return way instanceof Weights weights ? weights.narrow : Optional.empty();
  }

  /** What leads from a value to the cut behind it, if anything does. */
  Optional<GraphPart> middle() {
    return ofValue().flatMap(Value::middle);
  }

  /** The value that faults are in. */
  String value() {
    return first;
  }

  /** Whether the value that faults are in is itself at the cut behind it. */
  boolean keepsValue() {
    return tail.filter(part -> part.inputs().contains(value())).isPresent();
  }

  /** A name for messages. */
  static String label(Set<String> struck) {
    String first = struck.stream().min(Comparator.naturalOrder()).orElse("");
    int others = struck.size() - 1;
    return others < 1 ? first : "%s and %d more".formatted(first, others);
  }

  /** The same with a narrow head, if there is one. */
  LayerPlan with(Optional<NarrowHead> found) {
    return new LayerPlan(
        struck, first, base, advance, head, rest, tail, pooled, new Weights(found));
  }
}
