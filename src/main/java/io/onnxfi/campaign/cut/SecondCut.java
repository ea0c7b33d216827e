package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.GraphPart;
import java.util.Optional;

/**
 * A cut behind a value: images in which nothing of a fault arrives there need no tail.
 *
 * @param middle from the values behind the node that makes the value to those at the cut that
 *     depend on it, but for the value itself
 * @param rest the others there that are not there yet
 * @param tail from the cut to the scores
 * @param window the middle in a window around the fault
 */
record SecondCut(
    GraphPart middle, Optional<GraphPart> rest, GraphPart tail, Optional<WindowPlan> window) {
  SecondCut with(Optional<WindowPlan> found) {
    return new SecondCut(middle, rest, tail, found);
  }
}
