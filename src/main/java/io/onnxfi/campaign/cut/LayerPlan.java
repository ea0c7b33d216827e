package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.GraphPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the faults of one initializer are run: the values at a cut before it, which no such fault
 * touches; the head, which every fault changes; and the tail, which no fault changes.
 *
 * @param initializer its name
 * @param base values at the cut before the layer
 * @param advance what computes the base from what the previous plan left, if anything is missing
 * @param head from the base to the values at the cut behind the layer that depend on it
 * @param narrow a head that computes fewer channels, where there is a faster one
 * @param rest from the base to the other values at that cut, where there are any
 * @param tail from the values at that cut to the outputs; none where the head yields them
 * @param pooled values at either cut behind which the parts have an identity pooling
 */
record LayerPlan(
    String initializer,
    List<String> base,
    Optional<GraphPart> advance,
    GraphPart head,
    Optional<NarrowHead> narrow,
    Optional<GraphPart> rest,
    Optional<GraphPart> tail,
    Set<String> pooled) {
  /** The same with a narrow head, if there is one. */
  LayerPlan with(Optional<NarrowHead> found) {
    return new LayerPlan(initializer, base, advance, head, found, rest, tail, pooled);
  }
}
