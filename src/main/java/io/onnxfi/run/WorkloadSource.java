package io.onnxfi.run;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** What a campaign's model is asked, as it is specified. */
public sealed interface WorkloadSource permits DataSource, ArraySource, ImagesSource {
  /**
   * Reads it.
   *
   * @param model that is asked, in whose types it is given
   * @throws io.onnxfi.error.OnnxFiException if it is not there, is damaged, has fewer samples than
   *     asked for, or is none for this model
   */
  Workload workload(OnnxModel model);

  /** Files that a user names by themselves, which must not be written over. */
  List<Path> files();

  /** How many samples, the first ones; all if empty. */
  OptionalInt count();

  /** The same of the first samples only. */
  WorkloadSource first(int samples);
}
