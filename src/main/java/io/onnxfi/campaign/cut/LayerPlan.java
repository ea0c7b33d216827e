package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.GraphPart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How faults in some initializers, or in a value, are run: the values at a cut before them, which
 * no such fault touches; the head, which every fault changes; and the tail, which no fault changes.
 *
 * @param struck their names; one for the faults of a layer, several for faults that strike
 *     together; or the name of the value that faults are in
 * @param first of these, that which the model uses first
 * @param base values at the cut before the layer
 * @param advance what computes the base from what the previous plan left, if anything is missing
 * @param head from the base to the values at the cut behind the layer that depend on it
 * @param narrow a head that computes fewer channels, where there is a faster one
 * @param middle where faults are in a value: from the values behind the head to those at a second
 *     cut that depend on it; if there is none, the value itself is at the cut
 * @param rest from the base to the other values at that cut, where there are any
 * @param tail from the values at that cut to the outputs; none where the head yields them
 * @param pooled values at either cut behind which the parts have an identity pooling
 */
record LayerPlan(
    Set<String> struck,
    String first,
    Kind kind,
    List<String> base,
    Optional<GraphPart> advance,
    GraphPart head,
    Optional<NarrowHead> narrow,
    Optional<GraphPart> middle,
    Optional<GraphPart> rest,
    Optional<GraphPart> tail,
    Set<String> pooled) {
  /** What the faults are in. */
  enum Kind {
    /** Initializers, which the head reads. */
    WEIGHTS,
    /** A value between what the framework computes: without a fault, all is as in the model. */
    VALUE,
    /** A value within what the framework computes as one: the pieces have outputs of their own. */
    INNER_VALUE
  }

  /** Whether the faults are in a value. */
  boolean isOfValue() {
    return kind != Kind.WEIGHTS;
  }

  /** Copies. */
  LayerPlan {
    struck = Set.copyOf(struck);
  }

  /** The value that faults are in. */
  String value() {
    return first;
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
        struck, first, kind, base, advance, head, found, middle, rest, tail, pooled);
  }
}
