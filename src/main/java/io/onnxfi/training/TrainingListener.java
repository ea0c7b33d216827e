package io.onnxfi.training;

/** Who watches a training; called by the thread that trains. */
public interface TrainingListener {
  /** So many more images were trained on. */
  default void trained(int images) {}

  /** An epoch is finished; the state is all that the next one depends on. */
  void finished(TrainingState state);
}
