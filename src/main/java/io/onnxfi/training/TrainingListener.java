package io.onnxfi.training;

/** Who watches a training; called by the thread that trains. */
public interface TrainingListener {
  /** So many more images were trained on. */
  default void trained(int images) {}

  /** After an epoch, that many values in the engine are those that are learnt, bit for bit. */
  default void settled(long elements) {}

  /** An epoch is finished; the state is all that the next one depends on. */
  void finished(TrainingState state);
}
