package io.onnxfi.dataset;

/** The two parts in which data sets are published. */
public enum Split {
  /** Images to train on. */
  TRAIN,
  /** Images never trained on; campaigns and accuracies use these. */
  TEST
}
