package io.onnxfi.run;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.workload.SampleKind;

/** Follows a run; called by one thread at a time. Whoever does not care for an event ignores it. */
public interface RunListener {
  /** Follows nothing. */
  RunListener SILENT = new RunListener() {};

  /** A reader assumed something of a file that is not quite in its documented form. */
  default void note(String note) {}

  /** Anything else that is worth knowing, in a sentence. */
  default void remark(String remark) {}

  /** The run has its folder: from now on, what it has done is not lost if it is interrupted. */
  default void claimed(RunDirectory directory) {}

  /** A framework begins. */
  default void began(BackendStart start) {}

  /** A framework's engine has decided where to cut the model. */
  default void planned(CutPlan plan) {}

  /**
   * An attribution begins to examine images of faults.
   *
   * @param images so many in all
   * @param unit what these are called
   */
  default void examining(long images, SampleKind unit) {}

  /** A profile is begun in a framework: so many images are run, those of each pass. */
  default void profiling(String title, long images) {}

  /** Accuracies are begun to be measured: so many inferences. */
  default void measuring(String task, long inferences) {}

  /** They are measured. */
  default void measured() {}

  /**
   * How far a cluster is.
   *
   * @param done tasks
   * @param all tasks, as far as is known
   * @param executors processes that run them at the moment
   */
  default void tasks(int done, int all, int executors) {}

  /** So many more pairs of a fault and an image are done. */
  default void advanced(long pairs) {}

  /** A round of faults in random order is done: what those so far tell of all, in words. */
  default void estimated(String title, String estimate) {}

  /** A framework is done. */
  default void ended(BackendEnd end) {}

  /** The plain engine counted the same for this many faults. */
  default void verified(String title, int faults) {}
}
