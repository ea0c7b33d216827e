package io.onnxfi.attribution;

import io.onnxfi.error.FrameworkException;
import io.onnxfi.onnx.EditSet;
import java.util.List;
import java.util.Optional;

/**
 * What came of running the images of a differing fault again on one side.
 *
 * @param scores of each image, in order; empty if the framework gave up
 * @param failure what it said if it gave up
 */
record Rerun(List<Observation> scores, Optional<String> failure) {
  /** Copies. */
  Rerun {
    scores = List.copyOf(scores);
  }

  /** Runs them; that a framework gives up on the faulty model is an outcome. */
  static Rerun of(ImageRuns runs, EditSet edit, List<Integer> places) {
    try {
      return new Rerun(runs.observe(edit, places), Optional.empty());
    } catch (FrameworkException e) {
      return new Rerun(List.of(), Optional.of(e.getMessage()));
    }
  }
}
