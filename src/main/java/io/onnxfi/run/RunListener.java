package io.onnxfi.run;

import io.onnxfi.report.RunDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Follows a run; called by one thread at a time. Whoever does not care for an event ignores it. */
public interface RunListener {
  /** Follows nothing. */
  RunListener SILENT = new RunListener() {};

  /**
   * A part of a run begins.
   *
   * @param id of the framework
   * @param title of the framework
   * @param device that it computes on
   * @param faults to be tried
   * @param images of each
   * @param known faults that an interrupted run has tried before
   * @param damaged records of such a run that are passed over
   * @param journal where finished faults go
   */
  record BackendStart(
      String id,
      String title,
      String device,
      int faults,
      int images,
      int known,
      long damaged,
      Path journal) {
    /** Pairs of a fault and an image that are left to run. */
    public long pairs() {
      return (long) (faults - known) * images;
    }
  }

  /**
   * The cutting engine has decided where to cut.
   *
   * @param title of the framework
   * @param optimization level of the framework; empty if it has none
   * @param layers whose faults are run from a cut
   * @param whole initializers whose faults run the whole model, with the reason
   */
  record CutPlan(String title, String optimization, int layers, Map<String, String> whole) {}

  /**
   * A part of a run is done.
   *
   * @param title of the framework
   * @param seconds that it took
   * @param pairs of a fault and an image that were run in them
   * @param peakBytes the most memory that the process has had so far, where the system tells
   */
  record BackendEnd(String title, double seconds, long pairs, OptionalLong peakBytes) {}

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

  /** An attribution begins to examine images of faults, so many in all. */
  default void examining(long images) {}

  /** So many more pairs of a fault and an image are done. */
  default void advanced(long pairs) {}

  /** A round of faults in random order is done: what those so far tell of all, in words. */
  default void estimated(String title, String estimate) {}

  /** A framework is done. */
  default void ended(BackendEnd end) {}

  /** The plain engine counted the same for this many faults. */
  default void verified(String title, int faults) {}
}
