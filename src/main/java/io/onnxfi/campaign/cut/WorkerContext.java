package io.onnxfi.campaign.cut;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.outcome.GoldenOutputs;
import java.util.List;

/**
 * What a worker works with.
 *
 * @param values shapes of everything at a cut
 * @param batching how images are put together
 * @param golden the whole model's fault-free outputs
 * @param pool the worker's own memory
 */
record WorkerContext(
    Campaign campaign,
    Backend backend,
    ValueKinds values,
    Batching batching,
    GoldenOutputs golden,
    BufferPool pool) {
  /** What the model takes. */
  List<String> inputs() {
    return campaign.inputNames();
  }

  /** What the model yields: scores. */
  String output() {
    return campaign.output().name();
  }
}
