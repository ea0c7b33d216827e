package io.onnxfi.run;

/** Follows a training; called by one thread. */
public interface TrainingEvents {
  /** It continues with what an interrupted one has saved after an epoch. */
  default void resumed(int epoch) {}

  /** Training begins: from now on, what it has done is not lost if it is interrupted. */
  default void began(String network, long imagesLeft) {}

  /** So many more images are trained on. */
  default void trained(int images) {}

  /** An epoch is done and saved. */
  default void finished(EpochEnd end) {}

  /** The model is that of this epoch, which has the lowest validation loss. */
  default void kept(int epoch) {}

  /** It is done, and the model is written. */
  default void ended() {}

  /** The table or the picture of its course could not be written. */
  default void incomplete(String reason) {}
}
